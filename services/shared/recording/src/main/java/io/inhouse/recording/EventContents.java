package io.inhouse.recording;

import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.artefacts.Digest;
import io.inhouse.artefacts.encryption.AesGcm;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.Commitments;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SealedContent;
import io.inhouse.recording.encryption.SubjectKeys;
import io.inhouse.recording.encryption.UnreadableContentException;
import io.inhouse.recording.leftovers.PendingArtefacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into leaves and encrypted contents, and reads such contents again. The payload is the event's content as
 * canonical JSON; before it stand 32 random bytes, without which the leaf's commitment says nothing about it.
 */
public class EventContents {
    /** Bytes; larger ciphertexts go into the artefact store. */
    static final int LARGEST_INLINE = 256 * 1024;

    private final SubjectKeys keys;
    private final ContentEncryption encryption;
    private final ArtefactStore artefacts;
    private final PendingArtefacts pending;
    private final Identifiers identifiers;

    public EventContents(
            SubjectKeys keys,
            ContentEncryption encryption,
            ArtefactStore artefacts,
            PendingArtefacts pending,
            Identifiers identifiers) {
        this.keys = keys;
        this.encryption = encryption;
        this.artefacts = artefacts;
        this.pending = pending;
        this.identifiers = identifiers;
    }

    /**
     * Encrypts an event for a stream. Its number and time follow, see {@link Prepared#leaf}.
     *
     * @throws IllegalArgumentException if the event cannot be a leaf or its content is not JSON: the caller's mistake
     * @throws PlatformException {@code RECORD_UNAVAILABLE} if keys or artefacts cannot be used
     */
    Prepared prepare(String stream, AuditEvent event, Instant now) {
        String id = identifiers.next("evt");
        byte[] payload = CanonicalJson.encode(event.content());
        byte[] salt = AesGcm.randomBytes(Commitments.SALT_SIZE);
        byte[] plaintext = Arrays.copyOf(salt, salt.length + payload.length);
        System.arraycopy(payload, 0, plaintext, salt.length, payload.length);
        String subject = event.subject();
        String owner = subject != null ? subject : event.actor();
        SealedContent sealed = encryption.seal(owner, plaintext, Commitments.associatedData(stream, id));
        Prepared prepared = new Prepared(
                stream,
                id,
                event,
                keys.pseudonym(event.actor()),
                subject == null ? null : keys.pseudonym(subject),
                Commitments.ciphertextDigest(sealed.ct()),
                Commitments.commitment(salt, payload),
                sealed.ct().length <= LARGEST_INLINE ? sealed.ct() : null,
                sealed.dek(),
                sealed.keyId(),
                null);
        // Whatever the format refuses is refused now, not when the number has been taken.
        prepared.leaf(Long.MAX_VALUE, now).encode();
        return prepared.ct == null ? prepared.noted(store(sealed.ct(), prepared.ctSha256)) : prepared;
    }

    /**
     * The content of an entry, decrypted and checked against the leaf: canonical JSON.
     *
     * @throws UnreadableContentException if the key is gone, or content and leaf do not belong together
     */
    public byte[] open(Envelope envelope) {
        byte[] plaintext = openSalted(envelope);
        return Arrays.copyOfRange(plaintext, Commitments.SALT_SIZE, plaintext.length);
    }

    /**
     * As {@link #open}, with the {@value Commitments#SALT_SIZE} bytes of salt before it: who has both can check the leaf's
     * commitment without any key.
     */
    public byte[] openSalted(Envelope envelope) {
        Leaf leaf = Leaf.parse(envelope.leaf());
        byte[] ct = ciphertext(envelope);
        if (!Commitments.ciphertextDigest(ct).equals(leaf.ctSha256())) {
            throw changed(leaf, "the ciphertext is not the one that the leaf names");
        }
        byte[] plaintext = encryption.open(
                new SealedContent(ct, envelope.dek(), envelope.keyId()),
                Commitments.associatedData(leaf.stream(), leaf.id()));
        if (plaintext.length < Commitments.SALT_SIZE) {
            throw changed(leaf, "the content has no salt");
        }
        byte[] salt = Arrays.copyOf(plaintext, Commitments.SALT_SIZE);
        byte[] payload = Arrays.copyOfRange(plaintext, Commitments.SALT_SIZE, plaintext.length);
        if (!Commitments.commitment(salt, payload).equals(leaf.ptCommit())) {
            throw changed(leaf, "the content is not the one that the leaf commits to");
        }
        return plaintext;
    }

    /** The encrypted content itself, wherever it is. */
    public byte[] ciphertext(Envelope envelope) {
        byte[] inline = envelope.ct();
        if (inline != null) {
            return inline;
        }
        try (InputStream in = artefacts.open(Digest.parse(String.valueOf(envelope.ctRef())))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE,
                    "the encrypted content " + envelope.ctRef() + " is not in the artefact store",
                    Map.of(),
                    e);
        }
    }

    /** @return the note about the object, which the outbox claims */
    private String store(byte[] ct, String sha256) {
        try {
            String note = pending.note(new Digest(sha256));
            artefacts.put(new ByteArrayInputStream(ct));
            return note;
        } catch (IOException e) {
            throw new PlatformException(
                    Failure.RECORD_UNAVAILABLE,
                    "the artefact store does not take the event's content (inhouse.artefacts.directory)",
                    Map.of(),
                    e);
        } catch (SQLException e) {
            throw new PlatformException(
                    Failure.RECORD_UNAVAILABLE,
                    "the database did not take a note about the event's content",
                    Map.of("retryAfterSeconds", 5),
                    e);
        }
    }

    private static UnreadableContentException changed(Leaf leaf, String what) {
        return new UnreadableContentException(
                UnreadableContentException.Reason.CHANGED, "entry " + leaf.id() + ": " + what, null);
    }

    /** An encrypted event that lacks only its number and time. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Prepared(
            String stream,
            String id,
            AuditEvent event,
            String actorPseudonym,
            @Nullable String subjectPseudonym,
            String ctSha256,
            String ptCommit,
            byte @Nullable [] ct,
            byte[] dek,
            String keyId,
            @Nullable String note) {
        Prepared noted(String about) {
            return new Prepared(
                    stream, id, event, actorPseudonym, subjectPseudonym, ctSha256, ptCommit, ct, dek, keyId, about);
        }

        /** In the transaction that puts the event into the outbox. */
        void claim(Connection connection) throws SQLException {
            if (note != null) {
                PendingArtefacts.claim(connection, note);
            }
        }

        Leaf leaf(long seq, Instant now) {
            return new Leaf(
                    stream,
                    seq,
                    id,
                    now.truncatedTo(ChronoUnit.MILLIS),
                    event.type(),
                    event.outcome(),
                    event.actorKind(),
                    actorPseudonym,
                    subjectPseudonym,
                    event.project(),
                    event.purpose(),
                    event.objects(),
                    ctSha256,
                    ptCommit);
        }

        Envelope envelope(long seq, Instant now) {
            return new Envelope(
                    Envelope.VERSION,
                    leaf(seq, now).encode(),
                    ct,
                    ct == null ? "sha256:" + ctSha256 : null,
                    dek,
                    keyId);
        }
    }
}
