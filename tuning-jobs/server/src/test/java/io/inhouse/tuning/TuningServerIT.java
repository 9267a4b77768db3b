package io.inhouse.tuning;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.testsupport.EndpointMatrix;
import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.tuning.queue.Leases;
import io.inhouse.tuning.queue.Leases.Lease;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tuning server on real PostgreSQL, with a real recorder; trainers and neighbours are played by the test. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "tuning"))
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(Neighbours.class)
@SuppressWarnings("NullAway.Init")
class TuningServerIT {
    private static final String RESULT = """
            {"baseExactMatch":0.05,"tunedExactMatch":0.9,"heldOutRows":2,"finalLoss":0.1,"steps":3,"tokens":90,"trainSeconds":1.5,
             "tokensPerSecond":60,"peakRssMb":400,"flops":1e9,"resumedAtStep":0,"codeVersion":"1","hardware":"cpu"}""";

    private static final byte[] FILE = {1, 2, 3};

    @Inject
    Leases leases;

    @Inject
    DataSource database;

    @TestHTTPResource
    URI url;

    @BeforeEach
    void emptyQueue() throws SQLException {
        execute("DELETE FROM tuning_job_event");
        execute("DELETE FROM tuning_job");
    }

    // ------------------------------------------------------------ submission

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

    @Test
    void theSameIdempotencyKeyWithAnotherOrderIsRefused() {
        erik().header("Idempotency-Key", "k2").body(orderWith(Map.of())).post("/api/tuning-jobs");

        erik().header("Idempotency-Key", "k2")
                .body(orderWith(Map.of("recipe", Map.of("seed", 2))))
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

    // ------------------------------------------------------------ queue

    @Test
    void twoWorkersNeverGetTheSameJob() throws Exception {
        int jobs = 12;
        IntStream.range(0, jobs).forEach(i -> order(Map.of()).then().statusCode(201));

        List<String> leased;
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            Callable<Optional<Lease>> claim = leases::next;
            List<Future<Optional<Lease>>> claims = workers.invokeAll(
                    IntStream.range(0, 2 * jobs).mapToObj(i -> claim).toList());
            leased = claims.stream()
                    .map(Future::resultNow)
                    .flatMap(Optional::stream)
                    .map(lease -> lease.job().id())
                    .toList();
        }

        assertThat(leased).hasSize(jobs).doesNotHaveDuplicates();
    }

    @Test
    void aTrainerThatLostItsLeaseCanNeitherReportNorRegister() throws SQLException {
        String id = order(Map.of()).path("id");
        Lease first = leases.next().orElseThrow();
        expire(id);
        leases.expire();
        Lease second = leases.next().orElseThrow();

        trainer(first)
                .body("{\"fence\":" + first.fence() + "}")
                .post("/internal/leases/current/heartbeat")
                .then()
                .statusCode(401);
        trainer(first)
                .body("{\"fence\":" + first.fence() + ",\"adapterDigest\":\"" + Neighbours.ADAPTER_DIGEST
                        + "\",\"result\":" + RESULT + "}")
                .post("/internal/leases/current/complete")
                .then()
                .statusCode(401);
        trainer(second)
                .body("{\"fence\":" + first.fence() + "}")
                .post("/internal/leases/current/heartbeat")
                .then()
                .statusCode(409);
        assertThat(second.fence()).isGreaterThan(first.fence());
        get(id).then().body("state", equalTo("running")).body("attempt", equalTo(2));
    }

    @Test
    void aJobThatKillsItsTrainersFailsAndCanBeResumed() throws SQLException {
        String id = order(Map.of()).path("id");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(leases.next()).isPresent();
            expire(id);
            leases.expire();
        }
        get(id).then().body("state", equalTo("failed")).body("failure.code", equalTo("trainer_died"));

        erik().post("/api/tuning-jobs/" + id + "/resume").then().statusCode(200).body("state", equalTo("queued"));
    }

    @Test
    void aRunningJobIsCancelledByItsTrainerAfterItWasAsked() {
        String id = order(Map.of()).path("id");
        Lease lease = leases.next().orElseThrow();
        erik().post("/api/tuning-jobs/" + id + "/cancel").then().statusCode(200).body("state", equalTo("running"));
        trainer(lease)
                .body("{\"fence\":" + lease.fence() + "}")
                .post("/internal/leases/current/heartbeat")
                .then()
                .body("cancel", equalTo(true));

        trainer(lease)
                .body("{\"fence\":" + lease.fence() + ",\"failure\":{\"code\":\"cancelled\",\"detail\":\"stopped\"}}")
                .post("/internal/leases/current/failed")
                .then()
                .statusCode(204);

        get(id).then().body("state", equalTo("cancelled"));
    }

    // ------------------------------------------------------------ a whole job

    @Test
    void aTrainerReadsRowsReportsAndRegistersAndEveryoneCanFollow() throws Exception {
        String id = order(Map.of()).path("id");
        Lease lease = leases.next().orElseThrow();
        trainer(lease)
                .get("/internal/leases/current")
                .then()
                .statusCode(200)
                .body("jobId", equalTo(id))
                .body("baseDirectory", equalTo("/models/tiny"))
                .body("fence", equalTo((int) lease.fence()));
        String rows =
                trainer(lease).get("/internal/leases/current/rows?split=train").asString();
        trainer(lease)
                .body("{\"fence\":" + lease.fence()
                        + ",\"message\":\"hello\",\"progress\":{\"phase\":\"training\",\"step\":2,"
                        + "\"totalSteps\":3,\"loss\":1.5}}")
                .post("/internal/leases/current/heartbeat")
                .then()
                .body("cancel", equalTo(false));
        for (String file : List.of("adapter_model.safetensors", "adapter_config.json")) {
            trainer(lease)
                    .contentType("application/octet-stream")
                    .body(FILE)
                    .put("/internal/leases/current/files/" + file + "?fence=" + lease.fence())
                    .then()
                    .statusCode(204);
        }

        trainer(lease)
                .body("{\"fence\":" + lease.fence() + ",\"adapterDigest\":\"" + digestOfFiles() + "\",\"result\":"
                        + RESULT + "}")
                .post("/internal/leases/current/complete")
                .then()
                .statusCode(204);

        assertThat(rows).isEqualTo(Neighbours.ROWS);
        get(id).then()
                .body("state", equalTo("succeeded"))
                .body("adapterId", equalTo("adp-1"))
                .body("result.tunedExactMatch", equalTo(0.9f));
        String events = erik().get("/api/tuning-jobs/" + id + "/events").asString();
        assertThat(events)
                .contains("\"message\":\"hello\"")
                .contains("\"step\":2")
                .contains("waits for approval");
        erik().get("/v1/fine_tuning/jobs/" + id)
                .then()
                .body("object", equalTo("fine_tuning.job"))
                .body("status", equalTo("succeeded"))
                .body("fine_tuned_model", equalTo("adp-1"));
        erik().get("/v1/fine_tuning/jobs/" + id + "/events?limit=100")
                .then()
                .body("data.message", hasItem("hello"))
                .body("data.object", not(hasItem("other")));
    }

    @Test
    void anotherAdapterThanTheTrainerSaysIsNotAccepted() {
        order(Map.of());
        Lease lease = leases.next().orElseThrow();
        for (String file : List.of("adapter_model.safetensors", "adapter_config.json")) {
            trainer(lease)
                    .contentType("application/octet-stream")
                    .body(FILE)
                    .put("/internal/leases/current/files/" + file + "?fence=" + lease.fence());
        }

        trainer(lease)
                .body("{\"fence\":" + lease.fence() + ",\"adapterDigest\":\"sha256:" + "c".repeat(64) + "\",\"result\":"
                        + RESULT + "}")
                .post("/internal/leases/current/complete")
                .then()
                .statusCode(422);
    }

    @Test
    void aCancelledJobRegistersNothingMore() throws Exception {
        String id = order(Map.of()).path("id");
        Lease lease = leases.next().orElseThrow();
        for (String file : List.of("adapter_model.safetensors", "adapter_config.json")) {
            trainer(lease)
                    .contentType("application/octet-stream")
                    .body(FILE)
                    .put("/internal/leases/current/files/" + file + "?fence=" + lease.fence());
        }
        erik().post("/api/tuning-jobs/" + id + "/cancel").then().statusCode(200);

        trainer(lease)
                .body("{\"fence\":" + lease.fence() + ",\"adapterDigest\":\"" + digestOfFiles() + "\",\"result\":"
                        + RESULT + "}")
                .post("/internal/leases/current/complete")
                .then()
                .statusCode(409);

        get(id).then().body("adapterId", nullValue());
    }

    // ------------------------------------------------------------ OpenAI's dialect

    @Test
    void theSdkGetsItsOwnKindOfError() {
        erik().body("{\"model\":\"tiny\",\"training_file\":\"" + Neighbours.APPROVED
                        + "\",\"validation_file\":\"file-2\"}")
                .post("/v1/fine_tuning/jobs")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("unsupported_parameter"))
                .body("error.param", equalTo("validation_file"));
    }

    // ------------------------------------------------------------ who may do what

    @Test
    void everyEndpointIsOpenToExactlyTheRolesItNames() {
        EndpointMatrix matrix = EndpointMatrix.ask(url);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isNotEmpty().allMatch(endpoint -> endpoint.contains("/internal/leases/current"));
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/tuning-jobs/{job}/events: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /api/tuning-jobs/{job}: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /api/tuning-jobs: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /internal/leases/current/rows: everybody, also without a token",
                        "GET /internal/leases/current: everybody, also without a token",
                        "GET /v1/fine_tuning/jobs/{job}/events: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /v1/fine_tuning/jobs/{job}: app, approver, data-steward, ml-engineer, platform-admin",
                        "GET /v1/fine_tuning/jobs: app, approver, data-steward, ml-engineer, platform-admin",
                        "POST /api/tuning-jobs/{job}/cancel: app, ml-engineer, platform-admin",
                        "POST /api/tuning-jobs/{job}/resume: app, ml-engineer, platform-admin",
                        "POST /api/tuning-jobs: app, ml-engineer",
                        "POST /internal/leases/current/complete: everybody, also without a token",
                        "POST /internal/leases/current/failed: everybody, also without a token",
                        "POST /internal/leases/current/heartbeat: everybody, also without a token",
                        "POST /v1/fine_tuning/jobs/{job}/cancel: app, ml-engineer, platform-admin",
                        "POST /v1/fine_tuning/jobs/{job}/resume: app, ml-engineer, platform-admin",
                        "POST /v1/fine_tuning/jobs: app, ml-engineer",
                        "PUT /internal/leases/current/files/{name}: everybody, also without a token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lease made-up", "Bearer made-up", "Lease "})
    void aMadeUpLeaseOpensNothing(String authorization) {
        given().header("Authorization", authorization)
                .get("/internal/leases/current")
                .then()
                .statusCode(401);
    }

    // ------------------------------------------------------------ the table's own rules

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

        assertThatThrownBy(() -> execute(statement)).isInstanceOf(SQLException.class);
    }

    // ------------------------------------------------------------

    private static io.restassured.response.Response order(Map<String, Object> changes) {
        return erik().body(orderWith(changes)).post("/api/tuning-jobs");
    }

    private static Map<String, Object> orderWith(Map<String, Object> changes) {
        Map<String, Object> order = new java.util.HashMap<>(
                Map.of("baseModel", "tiny", "datasetVersion", Neighbours.APPROVED, "purpose", "support"));
        order.putAll(changes);
        return order;
    }

    private static RequestSpecification erik() {
        return given().auth()
                .oauth2(TestIdentity.user("erik").in("demo", "ml-engineer").sign())
                .contentType("application/json");
    }

    private static RequestSpecification trainer(Lease lease) {
        return given().header("Authorization", "Lease " + lease.token()).contentType("application/json");
    }

    private static io.restassured.response.Response get(String id) {
        return erik().get("/api/tuning-jobs/" + id);
    }

    private static String digestOfFiles() throws IOException {
        Path directory = Files.createTempDirectory("adapter");
        Files.write(directory.resolve("adapter_model.safetensors"), FILE);
        Files.write(directory.resolve("adapter_config.json"), FILE);
        return AdapterDigest.of(directory);
    }

    private void expire(String id) throws SQLException {
        execute("UPDATE tuning_job SET lease_expires_at = now() - interval '1 hour' WHERE id = '" + id + "'");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
