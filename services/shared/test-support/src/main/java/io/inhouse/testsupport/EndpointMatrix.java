package io.inhouse.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks every endpoint of a running service without a token and with each role alone, and compares the answers with the
 * endpoint's annotations. In a {@code @QuarkusTest} with {@link TestIdentity}:
 *
 * <pre>{@code
 * EndpointMatrix matrix = EndpointMatrix.ask(url);      // @TestHTTPResource URI url
 * assertThat(matrix.violations()).isEmpty();
 * assertThat(matrix.declared()).containsExactly("GET /api/models: every member", ...);
 * }</pre>
 *
 * @param asked number of calls made
 * @param violations what contradicts an annotation, for people
 * @param declared per endpoint who may call it, sorted: a test pins this list, so that nobody changes it unseen
 * @param open endpoints that need no token
 */
public record EndpointMatrix(int asked, List<String> violations, List<String> declared, List<String> open) {
    private static final String PROJECT = "demo";
    private static final int TRIES = 4;
    private static final List<String> PROJECT_ROLES = List.of("data-steward", "ml-engineer", "approver", "app");
    private static final List<String> REALM_ROLES = List.of("compliance-officer", "platform-admin", "service");

    public static EndpointMatrix ask(URI base) {
        List<String> violations = new ArrayList<>();
        List<String> declared = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int asked = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Endpoint endpoint : Endpoint.ofThisModule()) {
                declared.add(endpoint.declared());
                if (endpoint.access() == Endpoint.Access.EVERYBODY) {
                    open.add(endpoint.toString());
                    continue;
                }
                asked++;
                int anonymous = send(http, base, endpoint, null).status();
                if (anonymous != 401) {
                    violations.add(endpoint + " without a token answers " + anonymous + " instead of 401");
                }
                for (Map.Entry<String, String> caller : tokens().entrySet()) {
                    asked++;
                    boolean allowed = allowed(endpoint, caller.getKey());
                    Answer answer = send(http, base, endpoint, caller.getValue());
                    if (answer.refused() == allowed) {
                        violations.add(endpoint + " for role " + caller.getKey() + " answers " + answer.status()
                                + " but should be " + (allowed ? "allowed" : "403"));
                    }
                }
            }
        }
        return new EndpointMatrix(
                asked, List.copyOf(violations), declared.stream().sorted().toList(), List.copyOf(open));
    }

    private static boolean allowed(Endpoint endpoint, String role) {
        return switch (endpoint.access()) {
            case EVERYBODY, AUTHENTICATED -> true;
            case NOBODY -> false;
            case ROLES -> endpoint.roles().contains(role) || endpoint.roles().contains("**");
        };
    }

    /** Role to the token of somebody who holds this role and no other. */
    private static Map<String, String> tokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String role : PROJECT_ROLES) {
            TestToken caller = role.equals("app") ? TestIdentity.app("key-matrix") : TestIdentity.user("only-" + role);
            tokens.put(role, caller.in(PROJECT, role).sign());
        }
        for (String role : REALM_ROLES) {
            TestToken caller =
                    role.equals("service") ? TestIdentity.service("svc-matrix") : TestIdentity.user("only-" + role);
            tokens.put(role, caller.realm(role).sign());
        }
        return tokens;
    }

    /** @param refused by role: a 401, or a 403 that is not one of the rules behind the role check, such as four eyes */
    private record Answer(int status, boolean refused) {}

    private static Answer send(HttpClient http, URI base, Endpoint endpoint, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(endpoint.path())).timeout(Duration.ofSeconds(30));
        String contentType = endpoint.contentType();
        if (contentType == null) {
            request.method(endpoint.method(), HttpRequest.BodyPublishers.noBody());
        } else if (contentType.startsWith("multipart/")) {
            request.header("Content-Type", contentType + "; boundary=end")
                    .method(endpoint.method(), HttpRequest.BodyPublishers.ofString("--end--\r\n"));
        } else {
            request.header("Content-Type", contentType)
                    .method(endpoint.method(), HttpRequest.BodyPublishers.ofString("{}"));
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return answer(http, request.build(), endpoint, TRIES);
    }

    /** A server closes a connection whose request it refused unread; whoever is given that connection next tries again. */
    private static Answer answer(HttpClient http, HttpRequest request, Endpoint endpoint, int tries) {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            // Closed early where an allowed call streams without end.
            try (InputStream body = response.body()) {
                boolean refused = response.statusCode() == 401
                        || (response.statusCode() == 403
                                && isRoleRefusal(new String(body.readNBytes(4096), StandardCharsets.UTF_8)));
                return new Answer(response.statusCode(), refused);
            }
        } catch (IOException e) {
            if (tries > 1) {
                return answer(http, request, endpoint, tries - 1);
            }
            throw new UncheckedIOException(endpoint + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRoleRefusal(String body) {
        return body.isBlank() || body.contains("\"forbidden\"");
    }
}
