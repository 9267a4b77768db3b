package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Keycloak over HTTP: its key set, and a token for a client and its secret. Nothing here waits for an answer. */
@Singleton
class Issuer {
    private static final Logger LOG = Logger.getLogger(Issuer.class);

    private final IdentityConfig config;
    private final HttpClient http;

    Issuer(IdentityConfig config) {
        this.config = config;
        this.http = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
    }

    /** The JSON Web Key Set as text. Fails with {@code UPSTREAM_UNAVAILABLE}. */
    CompletableFuture<String> keySet() {
        HttpRequest request = HttpRequest.newBuilder(address("certs"))
                .timeout(config.timeout())
                .build();
        return send(request).thenApply(response -> {
            if (response.statusCode() != 200) {
                throw unavailable("it answered with status " + response.statusCode());
            }
            return response.body();
        });
    }

    /**
     * The token endpoint's answer to the client credentials grant. The secret travels in the header only.
     *
     * @return the answer with its status: 200 with a token, 4xx when client or secret are wrong or disabled
     */
    CompletableFuture<HttpResponse<String>> clientCredentials(String clientId, String secret) {
        String pair = form(clientId) + ":" + form(secret);
        HttpRequest request = HttpRequest.newBuilder(address("token"))
                .timeout(config.timeout())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        return send(request).thenApply(response -> {
            if (response.statusCode() >= 500) {
                throw unavailable("it answered with status " + response.statusCode());
            }
            return response;
        });
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        try {
            return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable("it does not answer")));
        } catch (IllegalArgumentException e) {
            // What a proxy selector throws, as the egress guard does, is thrown at once.
            LOG.warnf("No connection to the issuer reason=%s", e.getMessage());
            return CompletableFuture.failedFuture(unavailable("no connection to it may be opened"));
        }
    }

    private URI address(String endpoint) {
        String realm = config.realmUrl()
                .orElseThrow(() -> new IllegalStateException(
                        "quarkus.oidc.auth-server-url is not set: the address of the realm that issues tokens"));
        return URI.create(realm + "/protocol/openid-connect/" + endpoint);
    }

    private static PlatformException unavailable(String why) {
        return new PlatformException(
                Failure.UPSTREAM_UNAVAILABLE,
                "The identity provider is not available (" + why + "). Try again in a few seconds.",
                Map.of("retryAfterSeconds", 5));
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
