package io.inhouse.failures;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FailuresIT {
    @Test
    void aPlatformFailureIsToldAsProblemDetails() {
        given().get("/api/fail/busy")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", "7")
                .header("X-Request-Id", startsWith("req-"))
                .body("type", equalTo("urn:inhouse:failure:too_many_requests"))
                .body("status", equalTo(429))
                .body("detail", containsString("32 requests"))
                .body("waiting", equalTo(32));
    }

    @Test
    void theSameFailureIsToldInOpenAisDialectWhereTheResourceSpeaksIt() {
        given().get("/v1/fail/busy")
                .then()
                .statusCode(429)
                .contentType("application/json")
                .header("Retry-After", "7")
                .header("X-Request-Id", startsWith("req-"))
                .body("error.type", equalTo("rate_limit_error"))
                .body("error.code", equalTo("rate_limit_exceeded"))
                .body("error.param", nullValue());
        given().get("/v1/fail/param").then().statusCode(400).body("error.param", equalTo("logit_bias"));
    }

    @Test
    void whatNobodyForesawLeaksNothing() {
        given().header("X-Request-Id", "from-the-door")
                .get("/api/fail/unforeseen")
                .then()
                .statusCode(500)
                .header("X-Request-Id", "from-the-door")
                .body("code", equalTo("internal"))
                .body("requestId", equalTo("from-the-door"))
                .body(not(containsString("hunter2")))
                .body(not(containsString("Exception")));
        given().get("/v1/fail/unforeseen")
                .then()
                .statusCode(500)
                .body("error.type", equalTo("server_error"))
                .body(not(containsString("hunter2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"database-away", "disk-full", "pool-empty"})
    void aDatabaseThatIsAwayIsAReasonToTryAgain(String how) {
        given().get("/api/fail/" + how)
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("code", equalTo("upstream_unavailable"))
                .body("detail", containsString("database is not available"))
                .body(not(containsString("db.internal")));
        given().get("/v1/fail/" + how).then().statusCode(503).body("error.code", equalTo("upstream_unavailable"));
    }

    @Test
    void aStatementThatTheDatabaseRefusesIsOurFault() {
        given().get("/api/fail/wrong-statement").then().statusCode(500).body("code", equalTo("internal"));
    }

    @Test
    void aRequestIdThatCouldForgeLogLinesIsReplaced() {
        given().header("X-Request-Id", "a b=c").get("/api/fail/busy").then().header("X-Request-Id", startsWith("req-"));
    }

    @Test
    void refusalsOfTheSecurityLayerUseTheSameDialects() {
        given().get("/api/fail/anonymous")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"));
        given().get("/v1/fail/anonymous").then().statusCode(401).body("error.code", equalTo("invalid_api_key"));
        given().get("/api/fail/forbidden")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"))
                .body(not(containsString("secret reason")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\",\"rank\":\"many\"}|rank|a number",
                "{\"name\":\"a\",\"items\":[{\"count\":1},{\"count\":{}}]}|items[1].count|a number",
                "{\"name\":\"a\",\"colour\":\"blue\"}|colour|one of green, red",
                "{\"name\":\"a\",\"epoch\":1}|epoch|colour, items, name, rank",
            })
    void aWrongValueIsLocated(String body, String param, String hint) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/fail")
                .then()
                .statusCode(400)
                .body("param", equalTo(param))
                .body("line", equalTo(1))
                .body(
                        "detail",
                        allOf(containsString(hint), not(containsString("io.inhouse")), not(containsString("java."))));
    }

    @Test
    void brokenJsonIsLocated() {
        given().contentType(ContentType.JSON)
                .body("{\n  \"name\": }")
                .post("/v1/fail")
                .then()
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", containsString("line 2"));
    }

    @Test
    void whatHttpItselfRefusesIsToldTheSameWay() {
        given().get("/api/nowhere").then().statusCode(404).body("code", equalTo("not_found"));
        given().delete("/api/fail").then().statusCode(405).body("code", equalTo("invalid_request"));
        given().contentType(ContentType.XML)
                .body("<a/>")
                .post("/api/fail")
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void aBodyThatTheResourceCountsOnIsThere(String nothing) {
        given().contentType(ContentType.JSON)
                .body(nothing)
                .post("/api/fail")
                .then()
                .statusCode(400)
                .body("detail", containsString("The body is missing"));
        given().contentType(ContentType.JSON)
                .body(nothing)
                .put("/api/fail")
                .then()
                .statusCode(200)
                .body(equalTo("without"));
    }

    @Test
    void theDescriptionOfAnEndpointSaysHowItFailsAndInWhichDialect() {
        given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(answerTo("/api/fail", "post", "409"), equalTo("#/components/schemas/Problem"))
                .body(answerTo("/api/fail/{how}", "get", "429"), equalTo("#/components/schemas/Problem"))
                .body("paths.'/api/fail/{how}'.get.responses", not(hasKey("415")))
                .body("paths.'/api/fail'.post.responses", not(hasKey("500")))
                .body(
                        "paths.'/v1/fail'.post.responses.'415'.content.'application/json'.schema.'$ref'",
                        equalTo("#/components/schemas/OpenAiError"));
    }

    private static String answerTo(String path, String method, String status) {
        return "paths.'" + path + "'." + method + ".responses.'" + status
                + "'.content.'application/problem+json'.schema.'$ref'";
    }
}
