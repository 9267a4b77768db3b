package io.inhouse.inference.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.IdentityConfig;
import io.inhouse.identity.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys at the identity provider, over Keycloak's administration API and with an account that may manage clients there
 * and nothing else. Every method throws {@code UPSTREAM_UNAVAILABLE} if the identity provider does not answer or refuses
 * that account.
 */
@ApplicationScoped
public class KeyAccounts {
    private static final Logger LOG = Logger.getLogger(KeyAccounts.class);
    private static final int PAGE = 200;

    private final KeysConfig config;
    private final IdentityConfig identity;
    private final ServiceToken tokens;
    private final ObjectMapper json;
    private final HttpClient http;

    KeyAccounts(KeysConfig config, IdentityConfig identity, ServiceToken tokens, ObjectMapper json) {
        this.config = config;
        this.identity = identity;
        this.tokens = tokens;
        this.json = json;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.timeout())
                .build();
    }

    /** Returns if the identity provider can be asked right now, as far as can be told without asking for anything. */
    void requireReachable() {
        bearer();
    }

    /** All keys of all projects. */
    List<KeyAccount> all() {
        List<KeyAccount> keys = new ArrayList<>();
        int read;
        int first = 0;
        do {
            JsonNode page = send("GET", "?first=" + first + "&max=" + PAGE, null);
            page.forEach(client -> KeyClient.read(json, client).ifPresent(keys::add));
            read = page.size();
            first += read;
        } while (read == PAGE);
        return keys;
    }

    Optional<KeyAccount> find(String id) {
        JsonNode clients = send("GET", "?clientId=" + URLEncoder.encode(id, StandardCharsets.UTF_8), null);
        return clients.isEmpty() ? Optional.empty() : KeyClient.read(json, clients.path(0));
    }

    /**
     * Makes a key.
     *
     * @param key its handle is not looked at
     * @return its secret
     */
    String create(KeyAccount key, String creator) {
        send("POST", "", KeyClient.created(json, key, creator));
        KeyAccount made = find(key.id()).orElseThrow(() -> unavailable("it does not know the key that it just made"));
        return secret(send("GET", "/" + made.handle() + "/client-secret", null));
    }

    void grant(KeyAccount key, KeyGrant grant) {
        send("PUT", "/" + key.handle(), KeyClient.granted(json, key.id(), grant));
    }

    void enable(KeyAccount key, boolean enabled) {
        send("PUT", "/" + key.handle(), KeyClient.enabled(json, key.id(), enabled));
    }

    /** Gives the key another secret; the old one is worth nothing from now on. */
    String changeSecret(KeyAccount key) {
        return secret(send("POST", "/" + key.handle() + "/client-secret", json.createObjectNode()));
    }

    /** Takes a key away as if it had never been; nothing happens if there is none. */
    void remove(String id) {
        find(id).ifPresent(key -> send("DELETE", "/" + key.handle(), null));
    }

    private static String secret(JsonNode answer) {
        String secret = answer.path("value").asText();
        if (secret.isEmpty()) {
            throw unavailable("it gave no secret");
        }
        return secret;
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(clients() + path))
                .timeout(config.timeout())
                .header("Authorization", bearer())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw refused(method, response.statusCode(), path.startsWith("/"));
            }
            return response.body().length == 0 ? json.nullNode() : json.readTree(response.body());
        } catch (IOException | IllegalArgumentException e) {
            // What the egress guard refuses is thrown as an argument that is not legal.
            LOG.warnf("The identity provider cannot be asked about keys method=%s reason=%s", method, e.getMessage());
            throw unavailable("it does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("this server is ending");
        }
    }

    private PlatformException refused(String method, int status, boolean aboutOneKey) {
        LOG.warnf("The identity provider refused account=%s method=%s status=%d", config.clientId(), method, status);
        if (status == 404 && aboutOneKey) {
            return new PlatformException(Failure.NOT_FOUND, "The identity provider has no such key any more.");
        }
        return unavailable(
                status == 401 || status == 403
                        ? "it refuses the account " + config.clientId()
                                + ": an administrator checks that account's secret"
                                + " and that it holds manage-clients"
                        : "it answered with status " + status);
    }

    private String bearer() {
        String secret = config.clientSecret()
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new PlatformException(
                        Failure.UPSTREAM_UNAVAILABLE,
                        "API keys are not administered here: inhouse.api-keys.client-secret, the secret of the account "
                                + config.clientId() + ", is not set. Keys that exist go on working."));
        try {
            return tokens.bearer(config.clientId(), secret);
        } catch (IllegalStateException e) {
            LOG.warnf("The account for keys is refused account=%s reason=%s", config.clientId(), e.getMessage());
            throw unavailable("it refuses the account " + config.clientId()
                    + ": an administrator checks inhouse.api-keys.client-secret");
        } catch (PlatformException e) {
            throw unavailable("it does not answer");
        }
    }

    /** Where the realm's clients are administered. */
    private String clients() {
        String realm = identity.realmUrl()
                .orElseThrow(() -> new IllegalStateException(
                        "quarkus.oidc.auth-server-url is not set: the address of the realm that issues tokens"));
        int at = realm.lastIndexOf("/realms/");
        return realm.substring(0, at) + "/admin" + realm.substring(at) + "/clients";
    }

    private static PlatformException unavailable(String why) {
        return new PlatformException(
                Failure.UPSTREAM_UNAVAILABLE,
                "The identity provider, which keeps the API keys, is not available (" + why
                        + "). Keys that exist go on working; try again in a few seconds.",
                Map.of("retryAfterSeconds", 5));
    }
}
