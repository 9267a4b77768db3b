package io.inhouse.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.testsupport.KeycloakResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The realm file, the real Keycloak and this module agree. */
@QuarkusTest
@QuarkusTestResource(value = KeycloakResource.class, restrictToAnnotatedClass = true)
class KeycloakIT {
    @AfterEach
    void presentTime() {
        ShiftedClock.back();
    }

    @Test
    void everyPersonOfTheLocalPlatformHasTheirRole() {
        for (Map.Entry<String, String> person : Map.of(
                        "sara", "data-steward",
                        "amir", "approver",
                        "erik", "ml-engineer",
                        "olga", "compliance-officer",
                        "ada", "platform-admin")
                .entrySet()) {
            given().auth()
                    .oauth2(KeycloakResource.accessToken(person.getKey()))
                    .get("/api/who")
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(person.getKey()))
                    .body("kind", equalTo("USER"))
                    .body("roles", contains(person.getValue()));
        }
    }

    @Test
    void anApiKeyActsInItsProjectForItsPurpose() {
        given().auth()
                .oauth2(KeycloakResource.apiKey("app-demo"))
                .get("/api/who")
                .then()
                .statusCode(200)
                .body("kind", equalTo("APP"))
                .body("name", equalTo("app-demo"))
                .body("project", equalTo("demo"))
                .body("roles", contains("app"))
                .body("purpose", equalTo("customer-service"));
        given().auth()
                .oauth2(KeycloakResource.apiKey("app-demo") + "x")
                .get("/v1/who")
                .then()
                .statusCode(401);
    }

    @Test
    void aDisabledKeyIsRefusedWithAReason() {
        String key = KeycloakResource.apiKey("app-leaver");
        given().auth().oauth2(key).get("/v1/who").then().statusCode(200);
        KeycloakResource.disable("app-leaver");

        ShiftedClock.forward(Duration.ofSeconds(31));

        refused(key);
    }

    @Test
    void ofARotatedKeyOnlyTheNewSecretWorks() {
        String old = KeycloakResource.apiKey("app-rotated");
        given().auth().oauth2(old).get("/v1/who").then().statusCode(200);
        String fresh = KeycloakResource.rotate("app-rotated");

        ShiftedClock.forward(Duration.ofSeconds(31));

        refused(old);
        given().auth().oauth2(fresh).get("/v1/who").then().statusCode(200);
    }

    private static void refused(String key) {
        given().auth()
                .oauth2(key)
                .get("/v1/who")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.message", containsString("was replaced by a new one, or the key was disabled"));
    }

    @Test
    void aProjectOfOthersStaysClosed() {
        given().auth()
                .oauth2(KeycloakResource.accessToken("sara"))
                .header("OpenAI-Project", "claims")
                .get("/api/who")
                .then()
                .statusCode(403);
    }

    @Test
    void aTamperedTokenAndATokenForSomethingElseAreWorthless() {
        // Given
        JsonNode tokens = KeycloakResource.login("sara");
        String[] access = tokens.path("access_token").asText().split("\\.", -1);
        String[] other = KeycloakResource.accessToken("ada").split("\\.", -1);

        // Then
        unauthorised(access[0] + "." + other[1] + "." + access[2]);
        unauthorised(tokens.path("id_token").asText());
        unauthorised(tokens.path("refresh_token").asText());
    }

    @Test
    void aTokenStopsWorkingWhenItsTimeIsOver() {
        // Given a token that works; one lives so briefly that it may be over before it was shown
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        String token;
        int first;
        do {
            token = briefToken();
            first = status(token);
        } while (first != 200 && System.nanoTime() < deadline);
        assertThat(first).isEqualTo(200);

        // When
        while (status(token) == 200 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }

        // Then
        unauthorised(token);
    }

    private static String briefToken() {
        HttpResponse<String> issued = KeycloakResource.token(Map.of(
                "grant_type", "client_credentials",
                "client_id", "app-brief",
                "client_secret", KeycloakResource.secret("app-brief")));
        return issued.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void theServicesOwnAccountWorks() {
        HttpResponse<String> issued = KeycloakResource.token(Map.of(
                "grant_type", "client_credentials",
                "client_id", "svc-tuning",
                "client_secret", KeycloakResource.secret("svc-tuning")));
        String token = issued.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        given().auth()
                .oauth2(token)
                .header("OpenAI-Project", "demo")
                .get("/api/who")
                .then()
                .statusCode(200)
                .body("kind", equalTo("SERVICE"))
                .body("name", equalTo("svc-tuning"))
                .body("roles", contains("service"));
        given().auth().oauth2(token).get("/api/who/service-token").then().statusCode(200);
    }

    @Test
    void noClientOfTheRealmTakesPasswords() {
        HttpResponse<String> portal = KeycloakResource.token(Map.of(
                "grant_type", "password",
                "client_id", "portal",
                "client_secret", KeycloakResource.secret("portal"),
                "username", "sara",
                "password", "irrelevant"));

        assertThat(portal.statusCode()).isIn(400, 401);
        assertThat(portal.body()).contains("unauthorized_client");
    }

    private static int status(String token) {
        return given().auth().oauth2(token).get("/api/who").statusCode();
    }

    private static void unauthorised(String token) {
        given().auth().oauth2(token).get("/api/who").then().statusCode(401);
    }
}
