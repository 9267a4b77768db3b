package io.inhouse.datasets.encryption;

import io.inhouse.artefacts.encryption.AesGcm;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SealedContent;
import io.inhouse.recording.encryption.UnreadableContentException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts rows so that each can be erased alone: every row has a key of its own, wrapped by the key of its data subject,
 * or of the dataset where none is named. What is encrypted is {@code salt(32) || row}; the commitment
 * HMAC-SHA-256(salt, row) stays readable, says nothing about the row, and survives its erasure.
 */
@ApplicationScoped
public class RowSealer {
    private static final int SALT_LENGTH = 32;

    private final ContentEncryption encryption;

    RowSealer(ContentEncryption encryption) {
        this.encryption = encryption;
    }

    /** @param commitment 32 bytes */
    @SuppressWarnings("ArrayRecordComponent") // written to a database at once and never compared
    public record SealedRow(SealedContent content, byte[] commitment) {}

    /** Whose key wraps a row's key: that of its data subject, which is the uploader's name for a person within a project. */
    public static String owner(String project, String dataset, @Nullable String subject) {
        return subject == null ? "dataset:" + dataset : "data-subject:" + project + ":" + subject;
    }

    /** @param row canonical bytes */
    public SealedRow seal(String owner, String upload, long ordinal, byte[] row) {
        byte[] salt = AesGcm.randomBytes(SALT_LENGTH);
        byte[] plaintext = Arrays.copyOf(salt, SALT_LENGTH + row.length);
        System.arraycopy(row, 0, plaintext, SALT_LENGTH, row.length);
        return new SealedRow(
                encryption.seal(owner, plaintext, context("dataset_row", upload, ordinal)), Hashing.hmac(salt, row));
    }

    /**
     * The row's canonical bytes.
     *
     * @throws UnreadableContentException if its key was destroyed, or row, key or commitment are not the original ones
     */
    public byte[] open(SealedRow row, String upload, long ordinal) {
        byte[] plaintext = encryption.open(row.content(), context("dataset_row", upload, ordinal));
        byte[] salt = Arrays.copyOf(plaintext, SALT_LENGTH);
        byte[] bytes = Arrays.copyOfRange(plaintext, SALT_LENGTH, plaintext.length);
        if (!MessageDigest.isEqual(Hashing.hmac(salt, bytes), row.commitment())) {
            throw new UnreadableContentException(
                    UnreadableContentException.Reason.CHANGED,
                    "row " + ordinal + " of " + upload + " does not match its commitment",
                    null);
        }
        return bytes;
    }

    /**
     * Keeps a row that was set aside.
     *
     * @param line of the upload, from 1
     */
    public SealedContent sealSetAside(String owner, String upload, long line, byte[] row) {
        return encryption.seal(owner, row, context("set_aside_row", upload, line));
    }

    /**
     * Keeps a piece of a file whose rows are not taken in yet.
     *
     * @param start offset of the piece in the file
     */
    public SealedContent sealPiece(String dataset, String file, long start, byte[] piece) {
        return encryption.seal("dataset:" + dataset, piece, context("staged_piece", file, start));
    }

    /** @throws UnreadableContentException if its key was destroyed, or it is not the original one */
    public byte[] openPiece(SealedContent piece, String file, long start) {
        return encryption.open(piece, context("staged_piece", file, start));
    }

    private static byte[] context(String table, String upload, long number) {
        return Hashing.utf8(table + "\n" + upload + "\n" + number);
    }
}
