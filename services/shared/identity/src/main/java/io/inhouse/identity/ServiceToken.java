package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;

/** This service's own access token, for work that no caller waits for and for calls on somebody's behalf. */
@Singleton
public class ServiceToken {
    private final IdentityConfig config;
    private final KeyExchange keyExchange;

    ServiceToken(IdentityConfig config, KeyExchange keyExchange) {
        this.config = config;
        this.keyExchange = keyExchange;
    }

    /**
     * {@code Bearer <access token>}; kept until it expires. Blocks while a token is fetched.
     *
     * @throws PlatformException {@code UPSTREAM_UNAVAILABLE} if the issuer does not answer
     * @throws IllegalStateException if the account is not configured, or the issuer refuses it
     */
    public String bearer() {
        String clientId = config.clientId()
                .orElseThrow(() -> new IllegalStateException(
                        "quarkus.oidc.client-id is not set: this service's own account at the issuer"));
        String secret = config.clientSecret()
                .orElseThrow(() -> new IllegalStateException(
                        "quarkus.oidc.credentials.secret is not set: the secret of the account " + clientId));
        return bearer(clientId, secret);
    }

    /**
     * The same for another account that this service was given, for work that its own may not do.
     *
     * @throws PlatformException {@code UPSTREAM_UNAVAILABLE} if the issuer does not answer
     * @throws IllegalStateException if the issuer refuses the account
     */
    public String bearer(String clientId, String secret) {
        try {
            return "Bearer "
                    + keyExchange.ownToken(new ApiKey(clientId, secret)).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case PlatformException refused
                when refused.failure() == Failure.UNAUTHENTICATED ->
                    throw new IllegalStateException(
                            "the issuer refuses the account " + clientId
                                    + ": check its secret, which this service was given",
                            refused);
                case PlatformException platform -> throw platform;
                case null, default -> throw e;
            }
        }
    }
}
