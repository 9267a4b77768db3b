package io.inhouse.identity;

import io.quarkus.security.AuthenticationFailedException;
import jakarta.inject.Singleton;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/**
 * Exchanges a key for an access token and keeps that token until shortly before it expires. Calls with the same key at
 * the same time cause one exchange. A key that is disabled at the issuer works until its last token expires, at most
 * five minutes.
 */
@Singleton
class KeyExchange {
    private static final Logger LOG = Logger.getLogger(KeyExchange.class);

    private record Issued(String token, Instant until) {}

    private final IdentityConfig config;
    private final Issuer issuer;
    private final Clock clock;
    // Guarded by this; oldest first.
    private final Map<String, CompletableFuture<Issued>> tokens = new LinkedHashMap<>();

    KeyExchange(IdentityConfig config, Issuer issuer, Clock clock) {
        this.config = config;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Fails with {@link AuthenticationFailedException} if the key is wrong, or with {@code UPSTREAM_UNAVAILABLE}. */
    CompletableFuture<String> accessToken(ApiKey key) {
        String fingerprint = key.fingerprint();
        CompletableFuture<Issued> exchange;
        synchronized (this) {
            CompletableFuture<Issued> known = tokens.get(fingerprint);
            if (known != null && stillGood(known)) {
                return known.thenApply(Issued::token);
            }
            tokens.remove(fingerprint);
            exchange = issuer.clientCredentials(key.clientId(), key.secret())
                    .thenApply(response -> read(key.clientId(), response));
            tokens.put(fingerprint, exchange);
            Iterator<String> oldest = tokens.keySet().iterator();
            while (tokens.size() > config.cachedTokens()) {
                oldest.next();
                oldest.remove();
            }
        }
        return exchange.whenComplete((issued, failure) -> {
                    if (failure != null) {
                        forget(fingerprint, exchange);
                    }
                })
                .thenApply(Issued::token);
    }

    private synchronized void forget(String fingerprint, CompletableFuture<Issued> failed) {
        tokens.remove(fingerprint, failed);
    }

    private boolean stillGood(CompletableFuture<Issued> exchange) {
        return !exchange.isDone()
                || (!exchange.isCompletedExceptionally()
                        && exchange.join().until().isAfter(clock.instant()));
    }

    private Issued read(String clientId, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            LOG.infof("Key refused by the issuer clientId=%s status=%d", printable(clientId), response.statusCode());
            throw new AuthenticationFailedException("key refused");
        }
        try {
            Map<String, Object> answer = JsonUtil.parseJson(response.body());
            if (answer.get("access_token") instanceof String token
                    && answer.get("expires_in") instanceof Number seconds) {
                return new Issued(
                        token, clock.instant().plusSeconds(seconds.longValue()).minus(config.renewBefore()));
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
