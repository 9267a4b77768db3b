package io.inhouse.identity;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys: in memory, on disk, and at the issuer, asked in this order. The file is written after every
 * successful fetch, so a service that restarts while the issuer is down goes on accepting tokens. An attacker who can
 * write that file can forge tokens: it belongs in a directory that only the service can write.
 */
@Singleton
class KeySet {
    private static final Logger LOG = Logger.getLogger(KeySet.class);

    private final IdentityConfig config;
    private final Issuer issuer;
    private final Clock clock;

    // Guarded by this.
    private Map<String, PublicJsonWebKey> keys;
    private Instant fetchedAt = Instant.EPOCH;
    private Instant triedAt = Instant.EPOCH;
    private @Nullable CompletableFuture<Void> fetching;

    KeySet(IdentityConfig config, Issuer issuer, Clock clock) {
        this.config = config;
        this.issuer = issuer;
        this.clock = clock;
        this.keys = config.keySetFile().map(KeySet::read).orElse(Map.of());
    }

    /**
     * The key with this id; empty if the issuer has none such. Fails with {@code UPSTREAM_UNAVAILABLE} if no key set is
     * known at all and the issuer does not answer.
     */
    CompletableFuture<Optional<PublicJsonWebKey>> find(String keyId) {
        PublicJsonWebKey known;
        boolean stale;
        boolean mayFetch;
        boolean none;
        synchronized (this) {
            known = keys.get(keyId);
            none = keys.isEmpty();
            Instant now = clock.instant();
            stale = fetchedAt.plus(config.keySetAge()).isBefore(now);
            mayFetch = fetching != null || triedAt.plus(config.keySetPause()).isBefore(now);
        }
        if (known != null) {
            if (stale && mayFetch) {
                // In the background: the caller does not wait, and an issuer that is down does not matter.
                var _ = fetch().exceptionally(_ -> null);
            }
            return CompletableFuture.completedFuture(Optional.of(known));
        }
        if (!mayFetch && !none) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return fetch().handle((_, failure) -> failure).thenCompose(failure -> {
            synchronized (this) {
                return failure != null && keys.isEmpty()
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(Optional.ofNullable(keys.get(keyId)));
            }
        });
    }

    private synchronized CompletableFuture<Void> fetch() {
        if (fetching != null) {
            return fetching;
        }
        triedAt = clock.instant();
        CompletableFuture<Void> started = issuer.keySet().thenAccept(this::accept);
        fetching = started;
        // After the assignment, so that a fetch that ended at once does not stay for ever.
        var _ = started.whenComplete((_, _) -> ended());
        return started;
    }

    private synchronized void ended() {
        fetching = null;
    }

    private void accept(String json) {
        Map<String, PublicJsonWebKey> fetched = parse(json);
        if (fetched.isEmpty()) {
            LOG.warn("The issuer's key set holds no key for signatures; the known keys are kept");
            return;
        }
        synchronized (this) {
            keys = fetched;
            fetchedAt = clock.instant();
        }
        config.keySetFile().ifPresent(file -> write(file, json));
    }

    private static Map<String, PublicJsonWebKey> parse(String json) {
        try {
            Map<String, PublicJsonWebKey> keys = new HashMap<>();
            for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (key instanceof PublicJsonWebKey publicKey
                        && key.getKeyId() != null
                        && !"enc".equals(key.getUse())) {
                    keys.put(key.getKeyId(), publicKey);
                }
            }
            return Map.copyOf(keys);
        } catch (JoseException e) {
            LOG.warnf("Key set is not readable reason=%s", e.getMessage());
            return Map.of();
        }
    }

    private static Map<String, PublicJsonWebKey> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException first) {
            return Map.of();
        } catch (IOException e) {
            LOG.warnf("Key set file is not readable file=%s reason=%s", file, e.getMessage());
            return Map.of();
        }
    }

    /** Beside the target and then renamed: a crash leaves the old file or the new one. */
    private static void write(Path file, String json) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Path fresh = Files.createTempFile(Files.createDirectories(directory), "keys", ".json");
            Files.writeString(fresh, json);
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.warnf("Key set was not kept on disk file=%s reason=%s", file, e.getMessage());
        }
    }
}
