package io.inhouse.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.testsupport.EndpointMatrix;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which model answers whom. */
@QuarkusTest
@RunningServer
class ModelsIT extends AskedModels {
    @Test
    void aMovedAliasAnswersWithTheOtherAdapter() throws IOException {
        String base = text(ask(chat("tiny")));
        String first = text(ask(chat("desk")));
        assertThat(first).isNotEqualTo(base);

        models.aliases(Map.of("desk", "adp-2"));

        Eventually.holds(() -> assertThat(text(ask(chat("desk")))).isNotEqualTo(first));
        assertThat(text(ask(chat("tiny")))).isEqualTo(base);
    }

    @Test
    void anAliasThatIsGoneAnswersNoMore() throws IOException {
        models.aliases(Map.of());

        Eventually.holds(() -> ask(chat("desk"))
                .then()
                .statusCode(404)
                .body("error.code", equalTo("not_found"))
                .body("error.param", equalTo("model")));
    }

    @Test
    void aFileThatIsNotTheRegisteredOneIsNotLoaded() throws IOException {
        models.forge("adp-2");
        models.aliases(Map.of("desk", "adp-1", "forged", "adp-2"));

        Eventually.holds(() ->
                ask(chat("forged")).then().statusCode(503).body("error.message", containsString("the adapter adp-2")));
    }

    @Test
    void aKeyAsksOnlyItsModels() {
        String token = APP.models("desk").sign();

        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(chat("tiny"))
                .post("/v1/chat/completions")
                .then()
                .statusCode(403)
                .body("error.param", equalTo("model"));
        given().auth().oauth2(token).get("/v1/models").then().body("data.id", contains("desk"));
        given().auth().oauth2(token).get("/v1/models/tiny").then().statusCode(404);
    }

    @Test
    void aTunedModelAnswersOnlyForItsPurpose() {
        TestToken person = TestIdentity.user("paula").in("demo", "ml-engineer");
        TestToken keyWithout = TestIdentity.app("key-any").in("demo", "app");

        ask(keyWithout.purpose("marketing"), "desk")
                .then()
                .statusCode(403)
                .body("error.code", equalTo("purpose_not_covered"))
                .body("error.message", containsString("marketing"));
        ask(person.purpose("marketing"), "desk").then().statusCode(403);
        ask(keyWithout, "desk").then().statusCode(403).body("error.code", equalTo("purpose_not_covered"));
        ask(keyWithout.purpose("support"), "desk").then().statusCode(200);
        ask(person, "desk").then().statusCode(200);
        ask(keyWithout.purpose("marketing"), "tiny").then().statusCode(200);
    }

    private static Response ask(TestToken caller, String model) {
        return given().auth()
                .oauth2(caller.sign())
                .contentType("application/json")
                .body(chat(model))
                .post("/v1/chat/completions");
    }

    @Test
    void everyEndpointAsksForARole() {
        EndpointMatrix matrix = EndpointMatrix.ask(url);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isEmpty();
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/keys/{key}: ml-engineer, platform-admin",
                        "GET /api/keys: ml-engineer, platform-admin",
                        "GET /v1/models/{name}: app, approver, data-steward, ml-engineer",
                        "GET /v1/models: app, approver, data-steward, ml-engineer",
                        "PATCH /api/keys/{key}: ml-engineer",
                        "POST /api/keys/{key}/disable: ml-engineer, platform-admin",
                        "POST /api/keys/{key}/enable: ml-engineer",
                        "POST /api/keys/{key}/rotate: ml-engineer",
                        "POST /api/keys: ml-engineer",
                        "POST /v1/chat/completions: app, approver, data-steward, ml-engineer",
                        "POST /v1/completions: app, approver, data-steward, ml-engineer");
    }
}
