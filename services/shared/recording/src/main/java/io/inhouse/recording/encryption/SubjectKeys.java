package io.inhouse.recording.encryption;

import io.inhouse.artefacts.encryption.AesGcm;
import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.ledger.Commitments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Two random keys per person: one wraps the keys of contents about that person, the other makes the person's pseudonym.
 * An owner is whatever contents shall become unreadable together: a person's subject, a service's name, or a bucket such
 * as {@code dataset-version:dsv-…}. Keys are made when first needed; services that need the same person's key at once
 * agree on one. Safe for use by many threads.
 */
public class SubjectKeys {
    static final String WRAPPING = "subjects";
    static final String LOOKUP = "subject-lookup";

    private final DataSource dataSource;
    private final MasterKeys masterKeys;
    private final Identifiers identifiers;
    private final Clock clock;
    private final Duration cacheFor;
    private final Map<String, Keys> byOwner;
    private final Map<String, Keys> byId;

    public SubjectKeys(
            DataSource dataSource,
            MasterKeys masterKeys,
            Identifiers identifiers,
            Clock clock,
            Duration cacheFor,
            int cachedPersons) {
        this.dataSource = dataSource;
        this.masterKeys = masterKeys;
        this.identifiers = identifiers;
        this.clock = clock;
        this.cacheFor = cacheFor;
        this.byOwner = new Recent<>(cachedPersons);
        this.byId = new Recent<>(cachedPersons);
    }

    /** @param dek a content's key, wrapped under the owner's key {@code keyId} */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once and never compared
    public record Wrapped(String keyId, byte[] dek) {}

    /**
     * Wraps a content's key under the owner's key.
     *
     * @throws PlatformException {@code RECORD_UNAVAILABLE} if the key database or the keystore cannot be used
     */
    public Wrapped wrap(String owner, byte[] dek) {
        Keys keys = ofOwner(owner);
        return new Wrapped(keys.id, AesGcm.seal(keys.kek, dek, dekContext(keys.id)));
    }

    /**
     * The content's key.
     *
     * @throws UnreadableContentException if the owner's key was destroyed or never existed, or the wrapped key was changed
     */
    public byte[] unwrap(String keyId, byte[] dek) {
        Keys keys = ofId(keyId);
        try {
            return AesGcm.open(keys.kek, dek, dekContext(keyId));
        } catch (AEADBadTagException e) {
            throw new UnreadableContentException(
                    UnreadableContentException.Reason.CHANGED, "the content's key was not wrapped by " + keyId, e);
        }
    }

    /** The owner's present pseudonym, HMAC-SHA-256 in hex; makes keys if there are none. */
    public String pseudonym(String owner) {
        return Commitments.pseudonym(ofOwner(owner).pseudo);
    }

    /** The owner's pseudonym, to search entries by; empty if there are no keys, or none any more. Makes none. */
    public Optional<String> knownPseudonym(String owner) {
        Keys known = cached(byOwner, owner);
        if (known == null) {
            known = inDatabase(connection -> find(connection, "person_ref", reference(owner)));
        }
        return Optional.ofNullable(known).map(k -> Commitments.pseudonym(k.pseudo));
    }

    /**
     * Destroys the owner's keys: what was encrypted under them is unreadable and the pseudonym unlinkable from now on.
     * Other processes may use a copy in memory for {@link KeysConfig#cacheFor()} more.
     *
     * @return the id of the destroyed key; empty if there was none
     */
    public Optional<String> destroy(String owner) {
        String id = inDatabase(connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE keys.subject_key SET kek = NULL, k_pseudo = NULL, destroyed_at = ?
                    WHERE person_ref = ? AND destroyed_at IS NULL RETURNING key_id""")) {
                update.setTimestamp(1, Timestamp.from(clock.instant()));
                update.setBytes(2, reference(owner));
                try (ResultSet rows = update.executeQuery()) {
                    return rows.next() ? rows.getString(1) : null;
                }
            }
        });
        forget(owner, id);
        return Optional.ofNullable(id);
    }

    private void forget(String owner, @Nullable String id) {
        synchronized (byOwner) {
            byOwner.remove(owner);
            if (id != null) {
                byId.remove(id);
            }
        }
    }

    private Keys ofOwner(String owner) {
        Keys known = cached(byOwner, owner);
        if (known != null) {
            return known;
        }
        Keys keys = inDatabase(connection -> {
            byte[] reference = reference(owner);
            Keys found = find(connection, "person_ref", reference);
            if (found == null) {
                create(connection, reference);
                // Whoever came first made the key that everybody uses.
                found = find(connection, "person_ref", reference);
            }
            return found;
        });
        if (keys == null) {
            throw unavailable("a person's key was destroyed while it was being made; try again", null);
        }
        synchronized (byOwner) {
            byOwner.put(owner, keys);
            byId.put(keys.id, keys);
        }
        return keys;
    }

    private Keys ofId(String keyId) {
        Keys known = cached(byId, keyId);
        if (known != null) {
            return known;
        }
        Keys keys = inDatabase(connection -> find(connection, "key_id", keyId));
        if (keys == null) {
            boolean destroyed = Boolean.TRUE.equals(inDatabase(connection -> exists(connection, keyId)));
            throw destroyed
                    ? new UnreadableContentException(
                            UnreadableContentException.Reason.KEY_DESTROYED,
                            "the person's key " + keyId + " was destroyed, so this content is erased",
                            null)
                    : new UnreadableContentException(
                            UnreadableContentException.Reason.KEY_UNKNOWN,
                            "there is no key " + keyId + " in this key database",
                            null);
        }
        synchronized (byOwner) {
            byId.put(keyId, keys);
        }
        return keys;
    }

    private void create(Connection connection, byte[] reference) throws SQLException, IOException {
        String id = identifiers.next("key");
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO keys.subject_key (key_id, person_ref, kek, k_pseudo, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""")) {
            insert.setString(1, id);
            insert.setBytes(2, reference);
            insert.setBytes(3, masterKeys.wrap(WRAPPING, AesGcm.newKey(), context(id, "kek")));
            insert.setBytes(4, masterKeys.wrap(WRAPPING, AesGcm.newKey(), context(id, "pseudo")));
            insert.setTimestamp(5, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
    }

    private @Nullable Keys find(Connection connection, String column, Object value) throws SQLException, IOException {
        try (PreparedStatement select = connection.prepareStatement("SELECT key_id, kek, k_pseudo FROM keys.subject_key"
                + " WHERE destroyed_at IS NULL AND " + column + " = ?")) {
            select.setObject(1, value);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                String id = rows.getString(1);
                return new Keys(
                        id,
                        masterKeys.unwrap(WRAPPING, rows.getBytes(2), context(id, "kek")),
                        masterKeys.unwrap(WRAPPING, rows.getBytes(3), context(id, "pseudo")),
                        clock.instant().plus(cacheFor));
            }
        } catch (AEADBadTagException e) {
            throw new IOException("the keystore is not the one that this key database was written with", e);
        }
    }

    private boolean exists(Connection connection, String keyId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM keys.subject_key WHERE key_id = ?")) {
            select.setString(1, keyId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private @Nullable Keys cached(Map<String, Keys> cache, String name) {
        synchronized (byOwner) {
            Keys keys = cache.get(name);
            if (keys != null && keys.until.isBefore(clock.instant())) {
                cache.remove(name);
                return null;
            }
            return keys;
        }
    }

    private byte[] reference(String owner) throws IOException {
        return masterKeys.authenticate(LOOKUP, owner.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] context(String keyId, String use) {
        return (use + "\n" + keyId).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] dekContext(String keyId) {
        return context(keyId, "dek");
    }

    private <T> @Nullable T inDatabase(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw unavailable("the key database cannot be used (inhouse.keys.jdbc-url)", e);
        } catch (IOException e) {
            throw unavailable("the master keys cannot be used (inhouse.keystore.path): " + e.getMessage(), e);
        }
    }

    private static PlatformException unavailable(String detail, @Nullable Throwable cause) {
        return new PlatformException(Failure.RECORD_UNAVAILABLE, detail, Map.of(), cause);
    }

    private interface Work<T> {
        @Nullable
        T run(Connection connection) throws SQLException, IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Keys(String id, byte[] kek, byte[] pseudo, Instant until) {}

    /** Keeps the entries used last. Guarded by {@code byOwner}. */
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Recent(int most) {
            super(64, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }
}
