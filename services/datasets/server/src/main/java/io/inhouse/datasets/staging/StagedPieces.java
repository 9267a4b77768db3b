package io.inhouse.datasets.staging;

import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.recording.encryption.SealedContent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The pieces of staged files, each encrypted under a key of its own that the dataset's key wraps. */
@ApplicationScoped
class StagedPieces {
    private final DataSource database;
    private final RowSealer sealer;

    StagedPieces(DataSource database, RowSealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    @SuppressWarnings("ArrayRecordComponent") // read at once and never compared
    private record Piece(byte[] bytes) {}

    /** In the caller's transaction. */
    void write(String dataset, String file, long start, byte[] piece) {
        SealedContent sealed = sealer.sealPiece(dataset, file, start, piece);
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO staged_piece (file_id, start, length, key_id, wrapped_key, sealed) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, file);
            insert.setLong(2, start);
            insert.setInt(3, piece.length);
            insert.setString(4, sealed.keyId());
            insert.setBytes(5, sealed.dek());
            insert.setBytes(6, sealed.ct());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("a piece of a file cannot be stored: " + file, e);
        }
    }

    /** In the caller's transaction. */
    void delete(String file) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM staged_piece WHERE file_id = ?")) {
            delete.setString(1, file);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the pieces of a file cannot be deleted: " + file, e);
        }
    }

    /**
     * The whole file; one piece is in memory at a time. Reading it throws {@link PlatformException} with {@code CONFLICT} if
     * the file ends meanwhile.
     */
    InputStream read(String file, long bytes) {
        return new SequenceInputStream(new Enumeration<>() {
            private long next;

            @Override
            public boolean hasMoreElements() {
                return next < bytes;
            }

            @Override
            public InputStream nextElement() {
                Piece piece = QuarkusTransaction.requiringNew().call(() -> open(file, next));
                if (piece == null) {
                    throw new PlatformException(
                            Failure.CONFLICT, "The file was taken in or discarded meanwhile.", Map.of("file", file));
                }
                next += piece.bytes.length;
                return new ByteArrayInputStream(piece.bytes);
            }
        });
    }

    private @Nullable Piece open(String file, long start) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT sealed, wrapped_key, key_id FROM staged_piece WHERE file_id = ? AND start = ?")) {
            select.setString(1, file);
            select.setLong(2, start);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Piece(sealer.openPiece(
                                new SealedContent(row.getBytes(1), row.getBytes(2), row.getString(3)), file, start))
                        : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a piece of a file cannot be read: " + file, e);
        }
    }
}
