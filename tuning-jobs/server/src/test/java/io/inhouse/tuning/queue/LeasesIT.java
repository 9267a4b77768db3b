package io.inhouse.tuning.queue;

import static io.inhouse.tuning.TuningServer.RESULT;
import static io.inhouse.tuning.TuningServer.erik;
import static io.inhouse.tuning.TuningServer.job;
import static io.inhouse.tuning.TuningServer.order;
import static io.inhouse.tuning.TuningServer.trainer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.tuning.Neighbours;
import io.inhouse.tuning.RunningServer;
import io.inhouse.tuning.TuningServer;
import io.inhouse.tuning.queue.Leases.Lease;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One job, one trainer at a time. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class LeasesIT {
    @Inject
    Leases leases;

    @Inject
    TuningServer server;

    @BeforeEach
    void emptyQueue() throws SQLException {
        server.emptyQueue();
    }

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
        server.expire(id);
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
        job(id).then().body("state", equalTo("running")).body("attempt", equalTo(2));
    }

    @Test
    void aJobThatKillsItsTrainersFailsAndCanBeResumed() throws SQLException {
        String id = order(Map.of()).path("id");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(leases.next()).isPresent();
            server.expire(id);
            leases.expire();
        }
        job(id).then().body("state", equalTo("failed")).body("failure.code", equalTo("trainer_died"));

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

        job(id).then().body("state", equalTo("cancelled"));
    }

    @Test
    void rowsThatAreNotThoseOfTheOrderFailTheJobBeforeAnythingIsReadOfThem() throws SQLException {
        String id = order(Map.of("datasetVersion", Neighbours.CHANGED)).path("id");
        Lease lease = leases.next().orElseThrow();

        trainer(lease)
                .get("/internal/leases/current/rows?split=train")
                .then()
                .statusCode(409)
                .body("detail", containsString(Neighbours.DATASET_DIGEST));

        job(id).then()
                .body("state", equalTo("failed"))
                .body("failure.code", equalTo("dataset_changed"))
                .body("failure.detail", containsString(Neighbours.CHANGED));
        assertThat(server.recorded(id)).containsExactly("job.submit", "job.start", "job.fail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lease made-up", "Bearer made-up", "Lease "})
    void aMadeUpLeaseOpensNothing(String authorization) {
        given().header("Authorization", authorization)
                .get("/internal/leases/current")
                .then()
                .statusCode(401);
    }
}
