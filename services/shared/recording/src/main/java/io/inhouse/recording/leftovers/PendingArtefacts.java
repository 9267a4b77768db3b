package io.inhouse.recording.leftovers;

import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.artefacts.Digest;
import io.inhouse.artefacts.FileArtefactStore;
import io.inhouse.identifiers.Identifiers;
import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The notes about objects that were about to be stored and that nothing refers to yet. A note is committed before its object is
 * stored and struck out in the transaction that refers to the object, so that a note which grew old tells of an object that
 * nobody owns, unless another, equal object is referred to. A claim that comes after its note was given up fails.
 */
public final class PendingArtefacts {
    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final Identifiers identifiers;
    private final Clock clock;

    public PendingArtefacts(
            DataSource dataSource, TransactionManager transactions, Identifiers identifiers, Clock clock) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Says that the object is going to be stored. Committed when this returns, whatever becomes of the caller's transaction.
     *
     * @return to be struck out with {@link #claim}
     */
    public String note(Digest digest) throws SQLException {
        String note = identifiers.next("art");
        Transaction outer = suspend();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                // Waits for whoever is just deleting an equal object: it is stored again after that.
                lock(connection, digest);
                try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO recording.pending_artefact (id, digest, noted_at) VALUES (?, ?, ?)")) {
                    insert.setString(1, note);
                    insert.setString(2, digest.toString());
                    insert.setTimestamp(3, Timestamp.from(clock.instant()));
                    insert.executeUpdate();
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } finally {
            resume(outer);
        }
        return note;
    }

    /**
     * Strikes the note out, in the transaction that makes something refer to the object.
     *
     * @throws GivenUpException if the note was given up: the object may be gone, and nothing may refer to it
     */
    public void claim(String note) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            claim(connection, note);
        }
    }

    /** As {@link #claim(String)}, on the transaction's own connection. */
    public static void claim(Connection connection, String note) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM recording.pending_artefact WHERE id = ? AND NOT given_up")) {
            delete.setString(1, note);
            if (delete.executeUpdate() != 1) {
                throw new GivenUpException(note);
            }
        }
    }

    /**
     * Deletes what nobody can claim any more and nobody refers to.
     *
     * @param age notes that are older are given up
     * @return how many objects, or beginnings of objects, were deleted
     */
    public int collect(ArtefactStore artefacts, Duration age, List<ArtefactReferences> references)
            throws SQLException, IOException {
        int deleted = 0;
        if (artefacts instanceof FileArtefactStore files) {
            // Objects that were never finished are written to until they are, so an old one is nobody's either.
            deleted += files.removeAbandoned(clock.instant().minus(age));
        }
        for (Digest digest : giveUp(age)) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    lock(connection, digest);
                    if (!isAwaited(connection, digest)) {
                        if (references.stream().noneMatch(r -> r.refersTo(digest)) && artefacts.contains(digest)) {
                            artefacts.delete(digest);
                            deleted++;
                        }
                        // A crash before this repeats it.
                        strikeOut(connection, digest);
                    }
                    connection.commit();
                } catch (SQLException | IOException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            }
        }
        return deleted;
    }

    /** Committed before anything is deleted, so that no claim can succeed afterwards. */
    private List<Digest> giveUp(Duration age) throws SQLException {
        List<Digest> digests = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE recording.pending_artefact SET given_up = true WHERE NOT given_up AND noted_at < ?")) {
                update.setTimestamp(1, Timestamp.from(clock.instant().minus(age)));
                update.executeUpdate();
            }
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT DISTINCT digest FROM recording.pending_artefact WHERE given_up");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    digests.add(Digest.parse(rows.getString(1)));
                }
            }
        }
        return digests;
    }

    /** Whether somebody else is storing, or about to refer to, an equal object. */
    private static boolean isAwaited(Connection connection, Digest digest) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM recording.pending_artefact WHERE digest = ? AND NOT given_up")) {
            select.setString(1, digest.toString());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void strikeOut(Connection connection, Digest digest) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM recording.pending_artefact WHERE digest = ? AND given_up")) {
            delete.setString(1, digest.toString());
            delete.executeUpdate();
        }
    }

    private static void lock(Connection connection, Digest digest) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))")) {
            select.setString(1, digest.toString());
            select.execute();
        }
    }

    private @Nullable Transaction suspend() {
        try {
            return transactions.suspend();
        } catch (SystemException e) {
            throw new IllegalStateException("the transaction manager does not answer", e);
        }
    }

    private void resume(@Nullable Transaction outer) {
        if (outer != null) {
            try {
                transactions.resume(outer);
            } catch (SystemException | InvalidTransactionException e) {
                throw new IllegalStateException("the transaction manager does not answer", e);
            }
        }
    }

    /** The object was not referred to in time. */
    public static final class GivenUpException extends SQLException {
        private static final long serialVersionUID = 1L;

        GivenUpException(String note) {
            super("the stored object was not referred to in time and has been given up: " + note);
        }
    }
}
