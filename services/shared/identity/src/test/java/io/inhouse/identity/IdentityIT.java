package io.inhouse.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(value = TestIdentity.class, restrictToAnnotatedClass = true)
class IdentityIT {
    @AfterEach
    void presentTime() {
        ShiftedClock.back();
    }

    private static TestToken ada() {
        return TestIdentity.user("ada").in("demo", Roles.APPROVER);
    }

    @Test
    void aPersonActsInTheOnlyProjectWithTheRolesHeldThere() {
        given().auth()
                .oauth2(ada().sign())
                .header("X-Inhouse-Purpose", "customer-service")
                .get("/api/who")
                .then()
                .statusCode(200)
                .body("subject", equalTo(TestToken.subjectOf("ada")))
                .body("name", equalTo("ada"))
                .body("kind", equalTo("USER"))
                .body("project", equalTo("demo"))
                .body("roles", contains("approver"))
                .body("purpose", equalTo("customer-service"))
                .body("bearer", is(true));
    }

    static Stream<Arguments> worthlessTokens() {
        return Stream.of(
                Arguments.of("expired", ada().expired().sign()),
                Arguments.of(
                        "not valid yet", ada().notBefore(Duration.ofMinutes(10)).sign()),
                Arguments.of("signed by somebody else", ada().forge()),
                Arguments.of("not signed", ada().unsigned()),
                Arguments.of("HS256 with the public key", ada().signWithPublicKey()),
                Arguments.of("for another audience", ada().audience("account").sign()),
                Arguments.of(
                        "of another issuer",
                        ada().issuer("http://elsewhere/realms/inhouse").sign()),
                Arguments.of("an ID token", ada().asIdToken().sign()),
                Arguments.of("a refresh token", ada().with("typ", "Refresh").sign()),
                Arguments.of("cut off", ada().sign().substring(0, 40)),
                Arguments.of("not a token", "hello"),
                Arguments.of("a key without secret", "sk-key."),
                Arguments.of("a key that does not exist", "sk-nobody.nothing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("worthlessTokens")
    void aWorthlessTokenIsToldNothing(String what, String token) {
        given().auth()
                .oauth2(token)
                .get("/api/who")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"))
                .body(not(containsString(token)));
    }

    @Test
    void withoutATokenOrWithoutTheRoleTheDoorStaysClosed() {
        given().get("/api/who").then().statusCode(401);
        given().auth()
                .oauth2(TestIdentity.user("bo").in("demo", Roles.DATA_STEWARD).sign())
                .get("/api/who/approvers")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        given().auth().oauth2(ada().sign()).get("/api/who/approvers").then().statusCode(200);
    }

    @Test
    void aKeyWhoseTimeIsOverIsRefusedAlthoughTheIssuerStillKnowsIt() {
        TestToken key = TestIdentity.app("key-with-an-end").in("demo", Roles.APP);
        long now = java.time.Instant.now().getEpochSecond();

        given().auth()
                .oauth2(key.with("key_expires_at", now - 1).sign())
                .get("/api/who")
                .then()
                .statusCode(401)
                .body("detail", containsString("The time of this API key was over"));
        given().auth()
                .oauth2(key.with("key_expires_at", now + 3600).sign())
                .get("/api/who")
                .then()
                .statusCode(200);
    }

    @Test
    void anEndpointWithoutAnnotationIsClosedToEverybody() {
        given().auth()
                .oauth2(ada().realm(Roles.PLATFORM_ADMIN).sign())
                .get("/api/who/unannotated")
                .then()
                .statusCode(403);
    }

    @Test
    void aMemberOfSeveralProjectsHasToNameOneOfThem() {
        TestToken both = TestIdentity.user("cy").in("demo", Roles.DATA_STEWARD).in("claims", Roles.APPROVER);
        given().auth()
                .oauth2(both.sign())
                .get("/api/who")
                .then()
                .statusCode(400)
                .body("param", equalTo("OpenAI-Project"))
                .body("detail", containsString("claims, demo"));
        given().auth()
                .oauth2(both.sign())
                .header("OpenAI-Project", "claims")
                .get("/api/who")
                .then()
                .statusCode(200)
                .body("roles", contains("approver"));
        given().auth()
                .oauth2(both.sign())
                .header("OpenAI-Project", "payroll")
                .get("/api/who")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
    }

    @Test
    void anApiKeyIsExchangedOnceAndCarriesItsPurposeAndModels() {
        // Given
        String key = TestIdentity.allowKey(
                "key-helpdesk",
                "s3cret",
                TestIdentity.app("key-helpdesk")
                        .in("demo", Roles.APP)
                        .purpose("helpdesk")
                        .models("queues"));
        // When
        for (int call = 0; call < 3; call++) {
            given().auth()
                    .oauth2(key)
                    .header("X-Inhouse-Purpose", "something else")
                    .get("/api/who")
                    .then()
                    .statusCode(200)
                    .body("kind", equalTo("APP"))
                    .body("name", equalTo("key-helpdesk"))
                    .body("purpose", equalTo("helpdesk"))
                    .body("models", contains("queues"))
                    .body("bearer", is(true));
        }
        // Then
        assertThat(TestIdentity.exchanges("key-helpdesk")).isEqualTo(1);
    }

    @Test
    void aWrongApiKeyIsRefusedInTheDialectOfItsClients() {
        TestIdentity.allowKey("key-shop", "right", TestIdentity.app("key-shop").in("demo", Roles.APP));
        given().auth().oauth2("sk-key-shop.right").get("/v1/who").then().statusCode(200);
        given().auth()
                .oauth2("sk-key-shop.guessed")
                .get("/v1/who")
                .then()
                .statusCode(401)
                .contentType("application/json")
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.type", equalTo("authentication_error"))
                .body(not(containsString("guessed")));
    }

    @Test
    void aKeyThatWasDisabledStopsWorkingWhenItIsShownToTheIssuerAgain() {
        // Given a key that works and is then disabled
        String key = TestIdentity.allowKey(
                "key-leaver", "s", TestIdentity.app("key-leaver").in("demo", Roles.APP));
        status(key, 200);
        TestIdentity.revokeKey("key-leaver");

        // When the time after which keys are shown again is over
        status(key, 200);
        ShiftedClock.forward(Duration.ofSeconds(31));

        // Then it is refused with a reason
        given().auth()
                .oauth2(key)
                .get("/v1/who")
                .then()
                .statusCode(401)
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.message", containsString("the key was disabled"));
    }

    @Test
    void aKeyGoesOnWorkingWhileTheIssuerIsDownButNotForEver() {
        String key = TestIdentity.allowKey(
                "key-night", "s", TestIdentity.app("key-night").in("demo", Roles.APP));
        status(key, 200);
        TestIdentity.down(true);
        try {
            for (int i = 0; i < 4; i++) {
                ShiftedClock.forward(Duration.ofSeconds(31));
                status(key, 200);
            }
            ShiftedClock.forward(Duration.ofMinutes(4));
            status(key, 503);
        } finally {
            TestIdentity.down(false);
        }
        ShiftedClock.back();
        status(key, 200);
    }

    @Test
    void whoTriesKeysIsStoppedAndTheRightKeyIsNot() {
        // Given a key that is in use
        String key = TestIdentity.allowKey(
                "key-target", "right", TestIdentity.app("key-target").in("demo", Roles.APP));
        status(key, 200);

        // When somebody tries secrets
        for (int i = 0; i < 10; i++) {
            status("sk-key-target.guess-" + i, 401);
        }

        // Then further ones are not even looked at, and the key goes on, also when it is shown to the issuer again
        given().auth()
                .oauth2("sk-key-target.guess-10")
                .get("/v1/who")
                .then()
                .statusCode(429)
                .header("Retry-After", matchesPattern("[1-9][0-9]?"))
                .body("error.code", equalTo("rate_limit_exceeded"));
        ShiftedClock.forward(Duration.ofSeconds(31));
        status(key, 200);
        ShiftedClock.forward(Duration.ofMinutes(1));
        status("sk-key-target.guess-11", 401);
    }

    @Test
    void anAddressIsTheOneThatTheDoorTells() {
        for (int i = 0; i < 60; i++) {
            statusFrom("10.1.1.1", "sk-nobody-" + i + ".guess", 401);
        }

        statusFrom("10.1.1.1", "sk-nobody.guess", 429);
        statusFrom("10.1.1.2", "sk-nobody-else.guess", 401);
    }

    private static void status(String key, int expected) {
        given().auth().oauth2(key).get("/v1/who").then().statusCode(expected);
    }

    private static void statusFrom(String address, String key, int expected) {
        given().header("X-Forwarded-For", address)
                .auth()
                .oauth2(key)
                .get("/v1/who")
                .then()
                .statusCode(expected);
    }

    @Test
    void noKeyAndNoTokenReachesTheLog() {
        // Given
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + Arrays.toString(line.getParameters()) + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        String token = ada().forge();
        Logger.getLogger("").addHandler(listener);

        // When
        try {
            given().auth()
                    .oauth2("sk-key-canary.canary-secret")
                    .get("/v1/who")
                    .then()
                    .statusCode(401);
            given().auth().oauth2(token).get("/api/who").then().statusCode(401);
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }

        // Then
        assertThat(logged).anyMatch(line -> line.contains("key-canary"));
        assertThat(logged).noneMatch(line -> line.contains("canary-secret") || line.contains(token));
    }

    @Test
    void onlyAServiceIsBelievedOnWhoseBehalfItActs() {
        given().auth()
                .oauth2(TestIdentity.service("svc-tuning").sign())
                .header("OpenAI-Project", "demo")
                .header("X-Inhouse-On-Behalf-Of", "subject-of-ada")
                .header("X-Inhouse-On-Behalf-Of-Name", "ada")
                .get("/api/who")
                .then()
                .statusCode(200)
                .body("subject", equalTo("subject-of-ada"))
                .body("name", equalTo("ada"))
                .body("kind", equalTo("SERVICE"))
                .body("project", equalTo("demo"))
                .body("roles", contains("service"));
        given().auth()
                .oauth2(ada().sign())
                .header("X-Inhouse-On-Behalf-Of", "subject-of-eve")
                .get("/api/who")
                .then()
                .body("subject", equalTo(TestToken.subjectOf("ada")));
    }

    @Test
    void aServiceHasATokenOfItsOwn() {
        given().auth()
                .oauth2(TestIdentity.service("svc-audit").sign())
                .get("/api/who/service-token")
                .then()
                .statusCode(200)
                .body(equalTo("true"));
    }
}
