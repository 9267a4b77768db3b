package io.inhouse.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A hand-written fake of the sign-in service: whoever {@link #admit} named last is signed in without a password. The code
 * flow is real: it checks the client's secret, the redirect address and PKCE, and signs tokens with {@link TestIdentity}'s key.
 */
public final class FakeLogin implements QuarkusTestResourceLifecycleManager {
    static final String CLIENT_SECRET = "a-client-secret-of-at-least-32-characters";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** From now on this person signs in. */
    static void admit(Person person) {
        state().put("person", person.encode());
    }

    /** Grants of tokens so far: {@code authorization_code …} or {@code refresh_token …}. */
    static java.util.List<String> grants() {
        return Shared.list("portal.fake-login.grants");
    }

    static Map<String, String> state() {
        return Shared.map("portal.fake-login");
    }

    @Override
    public Map<String, String> start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String address = "http://localhost:" + server.getAddress().getPort();
            server.createContext("/", exchange -> answer(exchange, address));
            server.start();
            return Map.of(
                    "quarkus.oidc.auth-server-url", address,
                    "quarkus.oidc.token.issuer", TestIdentity.issuer(),
                    "quarkus.oidc.credentials.secret", CLIENT_SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}

    private static void answer(HttpExchange exchange, String address) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" ->
                reply(
                        exchange,
                        200,
                        Map.of(
                                "issuer", TestIdentity.issuer(),
                                "jwks_uri", TestIdentity.issuer() + "/protocol/openid-connect/certs",
                                "authorization_endpoint", address + "/authorize",
                                "token_endpoint", address + "/token",
                                "end_session_endpoint", address + "/end"));
            case "/authorize" -> authorize(exchange);
            case "/token" -> token(exchange);
            case "/end" ->
                redirect(
                        exchange,
                        form(exchange.getRequestURI().getRawQuery()).getOrDefault("post_logout_redirect_uri", "/"));
            default -> reply(exchange, 404, Map.of());
        }
    }

    private static void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        if (!"S256".equals(query.get("code_challenge_method"))) {
            reply(exchange, 400, Map.of("error", "PKCE is required"));
            return;
        }
        String code = UUID.randomUUID().toString();
        state().put(
                        code,
                        String.join(
                                " ",
                                query.get("code_challenge"),
                                query.getOrDefault("nonce", "-"),
                                query.get("redirect_uri"),
                                state().get("person")));
        redirect(
                exchange,
                query.get("redirect_uri") + "?code=" + code + "&state="
                        + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
    }

    private static void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = "Basic "
                + Base64.getEncoder().encodeToString(("portal:" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        if ("refresh_token".equals(form.get("grant_type"))) {
            // As in the realm, a refresh token is good for one use.
            String owner = state().remove(String.valueOf(form.get("refresh_token")));
            if (owner == null) {
                reply(exchange, 400, Map.of("error", "invalid_grant"));
                return;
            }
            Person person = Person.decode(owner);
            grants().add("refresh_token " + person.name());
            grant(exchange, person.tokensFor(java.time.Duration.ofMinutes(5)), "-");
            return;
        }
        String known = state().remove(String.valueOf(form.get("code")));
        String[] parts = known == null ? new String[] {"", "", "", ""} : known.split(" ", 4);
        if (!parts[0].equals(challenge(form.getOrDefault("code_verifier", "")))
                || !parts[2].equals(form.get("redirect_uri"))) {
            reply(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        Person person = Person.decode(parts[3]);
        grants().add("authorization_code " + person.name());
        grant(exchange, person, parts[1]);
    }

    private static void grant(HttpExchange exchange, Person person, String nonce) throws IOException {
        var token = person.token(Instant.now().getEpochSecond());
        // Who somebody is, but not what they may do: that is in the access token.
        var idToken = token.asIdToken().with("aud", "portal").with("groups", java.util.List.of());
        String refreshToken = UUID.randomUUID().toString();
        state().put(refreshToken, person.encode());
        reply(
                exchange,
                200,
                Map.of(
                        "token_type",
                        "Bearer",
                        "expires_in",
                        person.lifetime().toSeconds(),
                        "access_token",
                        token.sign(),
                        "id_token",
                        (nonce.equals("-") ? idToken : idToken.with("nonce", nonce)).sign(),
                        "refresh_token",
                        refreshToken));
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .filter(part -> part.contains("="))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(
                        part -> URLDecoder.decode(part[0], StandardCharsets.UTF_8),
                        part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, Map<String, Object> json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
