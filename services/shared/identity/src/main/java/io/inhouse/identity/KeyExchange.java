package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a key for an access token and keeps that token. A caller's key is shown to the issuer again every {@link
 * IdentityConfig#keyRecheck}, so one that was disabled soon stops working; while the issuer does not answer, the last token
 * counts until it expires. Calls with the same key at the same time cause one exchange.
 */
@Singleton
class KeyExchange {
    private static final Logger LOG = Logger.getLogger(KeyExchange.class);

    /**
     * @param seen when the issuer was last asked about the key
     * @param answered whether it answered then
     */
    private record Issued(String token, Instant until, Instant seen, boolean answered) {}

    private final IdentityConfig config;
    private final Issuer issuer;
    private final WrongKeys wrongKeys;
    private final Clock clock;
    // Both guarded by this and by fingerprint of the key; tokens oldest first.
    private final Map<String, Issued> tokens = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Issued>> asking = new HashMap<>();

    KeyExchange(IdentityConfig config, Issuer issuer, WrongKeys wrongKeys, Clock clock) {
        this.config = config;
        this.issuer = issuer;
        this.wrongKeys = wrongKeys;
        this.clock = clock;
    }

    /** The token of this service's own account, kept until it expires. Fails as {@link #callersToken} does. */
    CompletableFuture<String> ownToken(ApiKey key) {
        return token(key, null);
    }

    /**
     * The token for a key that somebody sent; fails with {@code UNAUTHENTICATED} if the key is wrong, {@code
     * TOO_MANY_ATTEMPTS} if wrong ones came too often, or {@code UPSTREAM_UNAVAILABLE}.
     *
     * @param address from which the key came
     */
    CompletableFuture<String> callersToken(ApiKey key, String address) {
        return token(key, address);
    }

    private CompletableFuture<String> token(ApiKey key, @Nullable String address) {
        String fingerprint = key.fingerprint();
        CompletableFuture<Issued> answer;
        synchronized (this) {
            Issued known = tokens.get(fingerprint);
            if (known != null && !known.until().isAfter(clock.instant())) {
                known = null;
            }
            if (known != null && (address == null || isFresh(known))) {
                return CompletableFuture.completedFuture(known.token());
            }
            CompletableFuture<Issued> underWay = asking.get(fingerprint);
            answer = underWay == null ? ask(key, fingerprint, address, known) : underWay;
            if (known != null && !known.answered()) {
                // Nobody waits for an issuer that was away a moment ago.
                return CompletableFuture.completedFuture(known.token());
            }
        }
        return answer.thenApply(Issued::token);
    }

    private boolean isFresh(Issued known) {
        return known.seen().plus(config.keyRecheck()).isAfter(clock.instant());
    }

    /** The caller holds the lock. A key that is known to be right is no attempt, whoever else sends wrong ones. */
    private CompletableFuture<Issued> ask(
            ApiKey key, String fingerprint, @Nullable String address, @Nullable Issued known) {
        String countedFor = known == null ? address : null;
        if (countedFor != null) {
            wrongKeys.begin(key.clientId(), countedFor);
        }
        CompletableFuture<Issued> result = new CompletableFuture<>();
        asking.put(fingerprint, result);
        // Aside: opening a connection looks names up, which must not happen within the lock; and whatever is thrown
        // ends
        // up in the answer, so that no entry of asking stays.
        var _ = CompletableFuture.supplyAsync(
                        () -> issuer.clientCredentials(key.clientId(), key.secret()), Thread::startVirtualThread)
                .thenCompose(answer -> answer)
                .thenApply(response -> read(key.clientId(), response))
                .whenComplete((issued, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (countedFor != null && !isA(Failure.UNAUTHENTICATED, cause)) {
                        wrongKeys.giveBack(key.clientId(), countedFor);
                    }
                    Issued kept = settle(fingerprint, known, issued, cause);
                    if (kept != null) {
                        result.complete(kept);
                    } else {
                        result.completeExceptionally(cause == null ? new IllegalStateException("no answer") : cause);
                    }
                });
        return result;
    }

    /** What counts from now on; null if the key does not. */
    private synchronized @Nullable Issued settle(
            String fingerprint, @Nullable Issued known, @Nullable Issued issued, @Nullable Throwable failure) {
        asking.remove(fingerprint);
        tokens.remove(fingerprint);
        Issued kept = issued;
        if (kept == null && known != null && isA(Failure.UPSTREAM_UNAVAILABLE, failure)) {
            kept = new Issued(known.token(), known.until(), clock.instant(), false);
        }
        if (kept != null) {
            tokens.put(fingerprint, kept);
            Iterator<String> oldest = tokens.keySet().iterator();
            while (tokens.size() > config.cachedTokens()) {
                oldest.next();
                oldest.remove();
            }
        }
        return kept;
    }

    private static boolean isA(Failure failure, @Nullable Throwable thrown) {
        return thrown instanceof PlatformException known && known.failure() == failure;
    }

    private Issued read(String clientId, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            LOG.infof("Key refused by the issuer clientId=%s status=%d", printable(clientId), response.statusCode());
            // One text for all of it: who tries keys is not told which client ids exist.
            throw new PlatformException(
                    Failure.UNAUTHENTICATED,
                    "The API key was refused: its secret is wrong or was replaced by a new one, or the key was disabled"
                            + " or deleted. Ask an administrator of the project for the present key.");
        }
        try {
            Map<String, Object> answer = JsonUtil.parseJson(response.body());
            if (answer.get("access_token") instanceof String token
                    && answer.get("expires_in") instanceof Number seconds) {
                Instant now = clock.instant();
                return new Issued(token, now.plusSeconds(seconds.longValue()).minus(config.renewBefore()), now, true);
            }
            throw new IllegalStateException("the token endpoint's answer holds no token");
        } catch (JoseException e) {
            throw new IllegalStateException("the token endpoint's answer is not JSON");
        }
    }

    /** What a stranger sent goes into the log without line breaks and other surprises. */
    private static String printable(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "?");
    }
}
