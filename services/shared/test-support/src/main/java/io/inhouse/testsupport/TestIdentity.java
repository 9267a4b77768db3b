package io.inhouse.testsupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An issuer of real, RSA-signed tokens inside the test's JVM, with discovery, key set and a token endpoint for client
 * credentials: everything a service asks of Keycloak, in milliseconds. Tests against Keycloak itself use {@code
 * KeycloakResource}.
 *
 * <pre>{@code given().auth().oauth2(TestIdentity.user("ada").in("demo", "approver").sign())}</pre>
 */
public final class TestIdentity implements QuarkusTestResourceLifecycleManager {
    /** The account that the service under test uses for itself. */
    public static final String SERVICE_CLIENT = "svc-test";

    private static final String SERVICE_SECRET = "secret-of-svc-test";

    @Override
    public Map<String, String> start() {
        allowKey(SERVICE_CLIENT, SERVICE_SECRET, service(SERVICE_CLIENT));
        return Map.of(
                "quarkus.oidc.auth-server-url",
                issuer(),
                "quarkus.oidc.token.issuer",
                issuer(),
                "quarkus.oidc.client-id",
                SERVICE_CLIENT,
                "quarkus.oidc.credentials.secret",
                SERVICE_SECRET);
    }

    @Override
    public void stop() {}

    /** A person without any project; add them with {@link TestToken#in}. */
    public static TestToken user(String name) {
        return TestToken.of(name, "portal", issuer());
    }

    /** An application; its name is that of Keycloak's service account. */
    public static TestToken app(String clientId) {
        return TestToken.of("service-account-" + clientId, clientId, issuer()).with("client_id", clientId);
    }

    /** One of the platform's own services. */
    public static TestToken service(String clientId) {
        return app(clientId).realm("service");
    }

    /**
     * Lets {@code clientId} and {@code secret} be exchanged for {@code token} at the token endpoint.
     *
     * @return the API key, {@code sk-<client id>.<secret>}
     */
    public static String allowKey(String clientId, String secret, TestToken token) {
        try {
            System.setProperty(
                    "inhouse.testsupport.client." + clientId,
                    secret + "\n" + TestToken.JSON.writeValueAsString(token.claims()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return "sk-" + clientId + "." + secret;
    }

    /** From now on the token endpoint refuses this client. */
    public static void revokeKey(String clientId) {
        System.clearProperty("inhouse.testsupport.client." + clientId);
    }

    /** Whether the token endpoint answers nothing but 503. */
    public static void down(boolean down) {
        System.setProperty("inhouse.testsupport.issuer.down", Boolean.toString(down));
    }

    /** How often {@code clientId} was given a token by the token endpoint. */
    public static int exchanges(String clientId) {
        return Integer.getInteger("inhouse.testsupport.exchanges." + clientId, 0);
    }

    public static String issuer() {
        return JvmWide.once("identity.issuer", TestIdentity::serve);
    }

    static SigningKey key() {
        return SigningKey.decode(JvmWide.once(
                "identity.key", () -> SigningKey.generate("test-key").encode()));
    }

    private static String serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/auth/realms/inhouse";
            server.createContext("/", exchange -> answer(exchange, issuer));
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String issuer) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/.well-known/openid-configuration")) {
            reply(exchange, 200, discovery(issuer));
        } else if (path.endsWith("/certs")) {
            reply(exchange, 200, Map.of("keys", List.of(key().jwk())));
        } else if (path.endsWith("/token")) {
            exchangeKey(exchange);
        } else {
            reply(exchange, 404, Map.of("error", "not_found"));
        }
    }

    private static Map<String, Object> discovery(String issuer) {
        String protocol = issuer + "/protocol/openid-connect";
        return Map.of(
                "issuer", issuer,
                "jwks_uri", protocol + "/certs",
                "authorization_endpoint", protocol + "/auth",
                "token_endpoint", protocol + "/token",
                "introspection_endpoint", protocol + "/token/introspect");
    }

    private static void exchangeKey(HttpExchange exchange) throws IOException {
        if (Boolean.getBoolean("inhouse.testsupport.issuer.down")) {
            reply(exchange, 503, Map.of("error", "down"));
            return;
        }
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = exchange.getRequestHeaders().getFirst("Authorization");
        String clientId;
        String secret;
        if (basic != null && basic.startsWith("Basic ")) {
            String[] pair =
                    new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8).split(":", 2);
            clientId = URLDecoder.decode(pair[0], StandardCharsets.UTF_8);
            secret = URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
        } else {
            clientId = form.getOrDefault("client_id", "");
            secret = form.getOrDefault("client_secret", "");
        }
        String allowed = System.getProperty("inhouse.testsupport.client." + clientId);
        if (allowed == null
                || !allowed.startsWith(secret + "\n")
                || !"client_credentials".equals(form.get("grant_type"))) {
            reply(exchange, 401, Map.of("error", "unauthorized_client", "error_description", "Invalid client"));
            return;
        }
        @SuppressWarnings("unchecked") // written by allowKey
        Map<String, Object> claims = TestToken.JSON.readValue(allowed.substring(secret.length() + 1), Map.class);
        JvmWide.count("exchanges." + clientId);
        reply(
                exchange,
                200,
                Map.of("access_token", new TestToken(claims).sign(), "token_type", "Bearer", "expires_in", 300));
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&", -1))
                .filter(part -> part.contains("="))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(
                        part -> URLDecoder.decode(part[0], StandardCharsets.UTF_8),
                        part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static void reply(HttpExchange exchange, int status, Map<String, Object> json) throws IOException {
        byte[] body = TestToken.JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
