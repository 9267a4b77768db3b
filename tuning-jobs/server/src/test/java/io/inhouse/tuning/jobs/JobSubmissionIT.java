package io.inhouse.tuning.jobs;

import static io.inhouse.tuning.TuningServer.erik;
import static io.inhouse.tuning.TuningServer.order;
import static io.inhouse.tuning.TuningServer.orderWith;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.inhouse.testsupport.TestIdentity;
import io.inhouse.tuning.Neighbours;
import io.inhouse.tuning.RunningServer;
import io.inhouse.tuning.TuningServer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which orders are taken, which are refused and why. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class JobSubmissionIT {
    @Inject
    TuningServer server;

    @BeforeEach
    void emptyQueue() throws SQLException {
        server.emptyQueue();
    }

    @Test
    void aGoodOrderIsQueuedWithEveryDefaultVisible() {
        order(Map.of("recipe", Map.of("epochs", 8)))
                .then()
                .statusCode(201)
                .body("id", startsWith("ftjob-"))
                .body("state", equalTo("queued"))
                .body("baseDigest", equalTo(Neighbours.BASE_DIGEST))
                .body("datasetDigest", equalTo(Neighbours.DATASET_DIGEST))
                .body("recipe.epochs", equalTo(8))
                .body("recipe.rank", equalTo(16))
                .body("ownerName", equalTo("erik"));
    }

    @Test
    void theSameIdempotencyKeyGivesTheSameJob() {
        String first = erik().header("Idempotency-Key", "k1")
                .body(orderWith(Map.of()))
                .post("/api/tuning-jobs")
                .path("id");

        String second = erik().header("Idempotency-Key", "k1")
                .body(orderWith(Map.of()))
                .post("/api/tuning-jobs")
                .path("id");

        assertThat(second).isEqualTo(first);
    }

    static List<Map<String, Object>> otherOrders() {
        return List.of(
                Map.of("recipe", Map.of("seed", 2)),
                Map.of("datasetVersion", "file-b"),
                Map.of("datasetVersion", Neighbours.APPROVED),
                Map.of("baseModel", "model-2"),
                Map.of("purpose", "marketing"),
                Map.of("suffix", "other"));
    }

    @ParameterizedTest
    @MethodSource("otherOrders")
    void theSameIdempotencyKeyWithAnotherOrderIsRefused(Map<String, Object> otherwise) {
        Map<String, Object> first = Map.of("datasetVersion", "file-a", "baseModel", "model-1");
        erik().header("Idempotency-Key", "k2")
                .body(orderWith(first))
                .post("/api/tuning-jobs")
                .then()
                .statusCode(201);
        Map<String, Object> second = new HashMap<>(first);
        second.putAll(otherwise);

        erik().header("Idempotency-Key", "k2")
                .body(orderWith(second))
                .post("/api/tuning-jobs")
                .then()
                .statusCode(409)
                .body("detail", containsString("was used for another order"));
    }

    @Test
    void callersWhoComeAtOnceWithOneKeyGetOneJob() throws Exception {
        Callable<String> submit = () -> erik().header("Idempotency-Key", "k3")
                .body(orderWith(Map.of()))
                .post("/api/tuning-jobs")
                .path("id");

        List<String> ids;
        try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
            ids = callers.invokeAll(Collections.nCopies(6, submit)).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(ids).doesNotContainNull().containsOnly(ids.getFirst());
    }

    @Test
    void aVersionThatNobodyApprovedIsRefused() {
        order(Map.of("datasetVersion", Neighbours.SEALED))
                .then()
                .statusCode(409)
                .body("detail", containsString("A second person has to approve it"));
    }

    @Test
    void aPurposeThatTheDatasetDoesNotCoverIsRefused() {
        order(Map.of("purpose", "marketing"))
                .then()
                .statusCode(403)
                .body("code", equalTo("purpose_not_covered"))
                .body("detail", containsString("[support]"));
    }

    @Test
    void anUnknownBaseModelIsRefusedByName() {
        order(Map.of("baseModel", "huge")).then().statusCode(404).body("detail", containsString("base model huge"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"rank\":0}", "{\"learningRate\":-1}", "{\"targetModules\":[\"lm_head\"]}", "{\"epochs\":0}"})
    void anImpossibleRecipeIsRefused(String recipe) {
        String body = "{\"baseModel\":\"tiny\",\"datasetVersion\":\"" + Neighbours.APPROVED
                + "\",\"purpose\":\"support\",\"recipe\":" + recipe + "}";

        erik().body(body)
                .post("/api/tuning-jobs")
                .then()
                .statusCode(400)
                .body("detail", startsWith("The recipe cannot be used: "));
    }

    @Test
    void aJobOfAnotherProjectIsNotThere() {
        String id = order(Map.of()).path("id");

        given().auth()
                .oauth2(TestIdentity.user("mallory").in("other", "ml-engineer").sign())
                .get("/api/tuning-jobs/" + id)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE tuning_job SET state = 'running'",
                "UPDATE tuning_job SET state = 'succeeded', finished_at = now()",
                "UPDATE tuning_job SET state = 'failed', finished_at = now()",
                "UPDATE tuning_job SET state = 'lost'",
                "UPDATE tuning_job SET recipe = 'none'",
                "UPDATE tuning_job SET project_id = NULL"
            })
    void theDatabaseRefusesImpossibleRows(String statement) {
        order(Map.of());

        assertThatThrownBy(() -> server.execute(statement)).isInstanceOf(SQLException.class);
    }
}
