package io.inhouse.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.testsupport.KeycloakResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Signing in and out at the real Keycloak with the real realm. There is no door in this test: the browser plays it and says
 * in the forwarded headers that the portal has Keycloak's origin.
 */
@QuarkusTest
@WithTestResource(value = KeycloakResource.class, initArgs = @ResourceArg(name = "client", value = "portal"))
@WithTestResource(FakePlatform.class)
class KeycloakSignInIT {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

    /** Names and values. Browsers send Secure cookies to loopback addresses without TLS; Java's own cookie store does not. */
    private final Map<String, String> cookies = new TreeMap<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI origin = URI.create(KeycloakResource.issuer()).resolve("/");

    @Test
    void aPersonSignsInWithAPasswordAndOutAgain() throws Exception {
        // Given
        FakePlatform.forget();
        Pages.someRecord();
        HttpResponse<String> loginPage = follow(HttpRequest.newBuilder(origin));
        Matcher form = FORM.matcher(loginPage.body());
        assertThat(form.find()).as(loginPage.body()).isTrue();

        // When
        HttpResponse<String> page =
                follow(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("username=olga&password="
                                + URLEncoder.encode(KeycloakResource.password("olga"), StandardCharsets.UTF_8))));
        HttpResponse<String> record = follow(HttpRequest.newBuilder(origin.resolve("/audit/log")));
        HttpResponse<String> left = follow(HttpRequest.newBuilder(origin.resolve("/logout")));
        HttpResponse<String> after = follow(HttpRequest.newBuilder(origin));

        // Then: olga is the compliance officer.
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).contains("Signed in as olga", "dataset.approve");
        assertThat(record.body()).contains("Whoever holds this line can check every bundle");
        assertThat(left.body()).contains("You are signed out");
        assertThat(after.body()).contains("name=\"password\"");
    }

    /** Follows redirects as a browser does; what is not Keycloak's goes to the portal. */
    private HttpResponse<String> follow(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        for (int redirects = 0; response.statusCode() / 100 == 3; redirects++) {
            assertThat(redirects).as("redirects in a circle").isLessThan(10);
            response = send(HttpRequest.newBuilder(
                    origin.resolve(response.headers().firstValue("Location").orElseThrow())));
        }
        return response;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> response = client.send(throughTheDoor(request), HttpResponse.BodyHandlers.ofString());
        for (String set : response.headers().allValues("Set-Cookie")) {
            String[] pair = set.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty() || set.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return response;
    }

    private HttpRequest throughTheDoor(HttpRequest.Builder request) {
        URI asked = request.build().uri();
        if (asked.getPath().startsWith("/auth/")) {
            return request.build();
        }
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return request.uri(URI.create("http://127.0.0.1:" + RestAssured.port + asked.getRawPath() + query))
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Host", origin.getAuthority())
                .build();
    }
}
