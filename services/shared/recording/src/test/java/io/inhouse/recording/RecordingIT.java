package io.inhouse.recording;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.inhouse.egress.EgressRefusedException;
import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.outbox.Outbox;
import io.inhouse.recording.wiring.StorageWiring;
import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The recorder as a service has it. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "recording"))
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(TestIdentity.class)
@SuppressWarnings("NullAway.Init")
class RecordingIT {
    @Inject
    DataSource dataSource;

    @Inject
    Vertx vertx;

    @Inject
    Outbox outbox;

    @Inject
    EventContents contents;

    @Inject
    AuditRecorder recorder;

    @Inject
    StorageWiring.KeyDatabase keyDatabase;

    @Test
    void aServiceRecordsInTheTransactionOfItsChange() throws Exception {
        String id = given().auth()
                .oauth2(TestIdentity.user("ada").in("demo", "approver").sign())
                .post("/api/changes")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(leaf(id).type()).isEqualTo("dataset.approve");
        assertThat(leaf(id).project()).isEqualTo("demo");
    }

    @Test
    void aChangeThatFailsLeavesNoEntry() throws Exception {
        given().auth()
                .oauth2(TestIdentity.user("ada").in("demo", "approver").sign())
                .queryParam("fail", true)
                .post("/api/changes")
                .then()
                .statusCode(409);

        assertThat(rows()).noneMatch(r -> Leaf.parse(r.envelope().leaf()).type().equals("dataset.reject"));
    }

    @Test
    void whoLacksTheRoleIsRefusedAndTheRefusalIsRecorded() throws Exception {
        given().auth()
                .oauth2(TestIdentity.user("eve").in("demo", "app").sign())
                .post("/api/changes")
                .then()
                .statusCode(403);

        Eventually.holds(() -> assertThat(deniedPaths()).contains("/api/changes"));
    }

    @Test
    void whoAsksForAProjectOfOthersIsRefusedAndTheRefusalIsRecorded() throws Exception {
        given().auth()
                .oauth2(TestIdentity.user("eve").in("demo", "approver").sign())
                .header("OpenAI-Project", "payroll")
                .post("/api/changes")
                .then()
                .statusCode(403);

        Eventually.holds(() -> assertThat(contents("authz.denied", "project")).contains("payroll"));
    }

    @Test
    void aRefusalByTheRulesIsRecordedToo() throws Exception {
        given().auth()
                .oauth2(TestIdentity.user("ada").in("demo", "approver").sign())
                .post("/api/changes/own")
                .then()
                .statusCode(403)
                .body("code", equalTo("four_eyes"));

        Eventually.holds(() -> assertThat(deniedPaths()).contains("/api/changes/own"));
    }

    @Test
    void aConnectionToTheOutsideIsRefusedAndTheRefusalIsRecorded() throws Exception {
        var attempt = vertx.createHttpClient()
                .request(HttpMethod.GET, 80, "203.0.113.7", "/")
                .toCompletionStage()
                .toCompletableFuture();

        assertThat(attempt)
                .failsWithin(Duration.ofMinutes(2))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(EgressRefusedException.class);
        Eventually.holds(() -> assertThat(refusedHosts()).contains("203.0.113.7"));
    }

    @Test
    void aKeyDatabaseThatWentAndCameBackIsUsedAgainWithoutHelp() throws Exception {
        // Given connections that the database has ended, all of them
        try (Connection connection = keyDatabase.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(
                            () -> statement.execute(
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"))
                    .isInstanceOf(SQLException.class);
        }

        // Then a person whose keys are not in memory may act
        Eventually.holds(() -> given().auth()
                .oauth2(TestIdentity.user("nora").in("demo", "approver").sign())
                .post("/api/changes")
                .then()
                .statusCode(200));
    }

    @Test
    void readinessShowsBacklogAndLag() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'recording' }.data.accepting", is(true));
    }

    private List<Object> deniedPaths() throws Exception {
        return contents("authz.denied", "path");
    }

    private List<Object> refusedHosts() throws Exception {
        return contents("egress.denied", "host");
    }

    private List<Object> contents(String type, String key) throws Exception {
        return rows().stream()
                .filter(r -> Leaf.parse(r.envelope().leaf()).type().equals(type))
                .<Object>map(r ->
                        CanonicalJson.parseObject(contents.open(r.envelope())).getOrDefault(key, ""))
                .toList();
    }

    private Leaf leaf(String id) throws Exception {
        return rows().stream()
                .filter(r -> r.eventId().equals(id))
                .map(r -> Leaf.parse(r.envelope().leaf()))
                .findFirst()
                .orElseThrow();
    }

    private List<Outbox.Row> rows() throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            return outbox.read(connection, recorder.stream(), -1, 10_000);
        }
    }
}
