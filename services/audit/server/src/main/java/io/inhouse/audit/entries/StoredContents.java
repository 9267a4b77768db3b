package io.inhouse.audit.entries;

import io.inhouse.ledger.Commitments;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.EventContents;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The encrypted contents of entries, and how they are opened. */
@ApplicationScoped
public class StoredContents {
    private static final int SALT = Commitments.SALT_SIZE;

    private final DataSource dataSource;
    private final EventContents contents;

    StoredContents(DataSource dataSource, EventContents contents) {
        this.dataSource = dataSource;
        this.contents = contents;
    }

    /** @param payload canonical JSON, checked against the leaf's commitment */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Opened(byte[] salt, byte[] payload) {}

    /** @throws io.inhouse.recording.encryption.UnreadableContentException if the key is gone or something was changed */
    @SuppressWarnings("NullAway") // it does not read the annotation of an array in another module
    public Opened open(byte[] leaf, byte @Nullable [] ct, @Nullable String ctRef, byte[] dek, String keyId) {
        byte[] salted = contents.openSalted(new Envelope(Envelope.VERSION, leaf, ct, ctRef, dek, keyId));
        return new Opened(Arrays.copyOf(salted, SALT), Arrays.copyOfRange(salted, SALT, salted.length));
    }

    /** As {@link #open(byte[], byte[], String, byte[], String)}, for the entry at {@code index}. */
    Opened open(long index, byte[] leaf) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT ct, ct_ref, dek, key_id FROM content WHERE idx = ?")) {
            select.setLong(1, index);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new NoSuchElementException("entry " + index + " has no content");
                }
                return open(leaf, rows.getBytes(1), rows.getString(2), rows.getBytes(3), rows.getString(4));
            }
        }
    }
}
