package io.inhouse.recording.encryption;

import io.inhouse.artefacts.encryption.MasterKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.sql.DataSource;

/**
 * Ties a key database to the keystore it was first used with. A keystore that is missing or older would otherwise be
 * replaced by new keys without a word, and what is written from then on would be unreadable once the right one is back.
 */
public final class KeystoreBinding {
    private static final List<String> ALIASES = List.of(SubjectKeys.WRAPPING, SubjectKeys.LOOKUP, "artefacts");
    private static final byte[] TEXT = "inhouse keystore check v1".getBytes(StandardCharsets.UTF_8);

    private KeystoreBinding() {}

    /**
     * Compares keystore and database; ties them together if the database holds no key yet. Services that start at once wait
     * for each other.
     *
     * @throws IOException if the keystore cannot be read, or lacks or contradicts a key that the database was written with
     * @throws SQLException if the key database cannot be used
     */
    public static void require(DataSource keyDatabase, MasterKeys masterKeys) throws IOException, SQLException {
        try (Connection connection = keyDatabase.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE keys.keystore_check IN SHARE ROW EXCLUSIVE MODE");
                requireInTransaction(connection, masterKeys);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void requireInTransaction(Connection connection, MasterKeys masterKeys)
            throws IOException, SQLException {
        List<String> bound = bound(connection);
        if (bound.isEmpty()) {
            requireUnwraps(connection, masterKeys);
            for (String alias : ALIASES) {
                write(connection, alias, masterKeys.authenticate(alias, TEXT));
            }
            return;
        }
        for (String alias : bound) {
            if (!masterKeys.has(alias)
                    || !MessageDigest.isEqual(written(connection, alias), masterKeys.authenticate(alias, TEXT))) {
                throw another(masterKeys, alias);
            }
        }
    }

    /** A database from before this check: whether the keystore fits shows in the keys that it wrapped. */
    private static void requireUnwraps(Connection connection, MasterKeys masterKeys) throws SQLException, IOException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT key_id, kek FROM keys.subject_key WHERE destroyed_at IS NULL LIMIT 1");
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return;
            }
            for (String alias : List.of(SubjectKeys.WRAPPING, SubjectKeys.LOOKUP)) {
                if (!masterKeys.has(alias)) {
                    throw another(masterKeys, alias);
                }
            }
            masterKeys.unwrap(SubjectKeys.WRAPPING, rows.getBytes(2), SubjectKeys.context(rows.getString(1), "kek"));
        } catch (AEADBadTagException e) {
            throw another(masterKeys, SubjectKeys.WRAPPING);
        }
    }

    private static IOException another(MasterKeys masterKeys, String alias) {
        return new IOException(
                "the keystore " + masterKeys.file() + " is not the one that the key database was written with"
                        + " (key " + alias
                        + "). Is its volume mounted? Bring back the right keystore; without it nothing that was"
                        + " encrypted can be read, and nothing new is accepted");
    }

    private static List<String> bound(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT alias FROM keys.keystore_check ORDER BY alias");
                ResultSet rows = select.executeQuery()) {
            List<String> aliases = new ArrayList<>();
            while (rows.next()) {
                aliases.add(rows.getString(1));
            }
            return aliases;
        }
    }

    private static byte[] written(Connection connection, String alias) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT mac FROM keys.keystore_check WHERE alias = ?")) {
            select.setString(1, alias);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getBytes(1);
            }
        }
    }

    private static void write(Connection connection, String alias, byte[] mac) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO keys.keystore_check (alias, mac) VALUES (?, ?)")) {
            insert.setString(1, alias);
            insert.setBytes(2, mac);
            insert.executeUpdate();
        }
    }
}
