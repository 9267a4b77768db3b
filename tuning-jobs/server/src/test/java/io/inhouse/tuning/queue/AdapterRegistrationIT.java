package io.inhouse.tuning.queue;

import static io.inhouse.tuning.TuningServer.complete;
import static io.inhouse.tuning.TuningServer.digestOfFiles;
import static io.inhouse.tuning.TuningServer.erik;
import static io.inhouse.tuning.TuningServer.job;
import static io.inhouse.tuning.TuningServer.order;
import static io.inhouse.tuning.TuningServer.trainer;
import static io.inhouse.tuning.TuningServer.uploadAdapter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.inhouse.tuning.Neighbours;
import io.inhouse.tuning.RunningServer;
import io.inhouse.tuning.TuningServer;
import io.inhouse.tuning.queue.Leases.Lease;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a trainer's work to an adapter in the registry, or to none. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class AdapterRegistrationIT {
    @Inject
    Leases leases;

    @Inject
    TuningServer server;

    @BeforeEach
    void emptyQueue() throws SQLException {
        server.emptyQueue();
        Neighbours.answerRegistrations();
    }

    @AfterEach
    void answerAgain() {
        Neighbours.answerRegistrations();
    }

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
                        + "\"totalSteps\":3,\"loss\":1.5},\"snapshotStep\":2}")
                .post("/internal/leases/current/heartbeat")
                .then()
                .body("cancel", equalTo(false));
        uploadAdapter(lease);

        complete(lease, digestOfFiles()).then().statusCode(204);

        assertThat(rows).isEqualTo(Neighbours.ROWS);
        job(id).then()
                .body("state", equalTo("succeeded"))
                .body("adapterId", equalTo("adp-1"))
                .body("result.tunedExactMatch", equalTo(0.9f));
        String events = erik().get("/api/tuning-jobs/" + id + "/events").asString();
        assertThat(events)
                .contains("\"message\":\"hello\"")
                .contains("\"step\":2")
                .contains("waits for approval");
        assertThat(server.recorded(id)).containsExactly("job.submit", "job.start", "job.snapshot", "job.finish");
    }

    @Test
    void anotherAdapterThanTheTrainerSaysIsNotAccepted() {
        order(Map.of());
        Lease lease = leases.next().orElseThrow();
        uploadAdapter(lease);

        complete(lease, "sha256:" + "c".repeat(64)).then().statusCode(422);
    }

    @Test
    void aCancelledJobRegistersNothing() throws Exception {
        String id = order(Map.of()).path("id");
        Lease lease = leases.next().orElseThrow();
        uploadAdapter(lease);
        erik().post("/api/tuning-jobs/" + id + "/cancel").then().statusCode(200);
        int before = Neighbours.registrations();

        complete(lease, digestOfFiles()).then().statusCode(409).body("detail", containsString("cancelled"));

        job(id).then().body("adapterId", nullValue());
        assertThat(Neighbours.registrations()).isEqualTo(before);
    }

    @Test
    void aJobWhoseAdapterIsBeingRegisteredCanNoLongerBeCancelled() throws Exception {
        // Given a job whose adapter the registry is taking
        String id = order(Map.of()).path("id");
        Lease lease = leases.next().orElseThrow();
        uploadAdapter(lease);
        CompletableFuture<Response> completion = completeWhileTheRegistryThinks(lease);

        // When its owner wants it cancelled
        Response cancel = erik().post("/api/tuning-jobs/" + id + "/cancel");

        // Then that is refused, and the job ends as what it is
        cancel.then().statusCode(409).body("detail", containsString("Reject the adapter"));
        Neighbours.answerRegistrations();
        assertThat(completion.join().statusCode()).isEqualTo(204);
        job(id).then().body("state", equalTo("succeeded")).body("adapterId", equalTo("adp-1"));
    }

    @Test
    void aTrainerThatIsLostWhileRegisteringLeavesAJobThatRegistersAgainAndIsNotCancelled() throws Exception {
        // Given a trainer that loses its lease while the registry takes its adapter
        String id = order(Map.of()).path("id");
        Lease first = leases.next().orElseThrow();
        uploadAdapter(first);
        CompletableFuture<Response> completion = completeWhileTheRegistryThinks(first);
        server.expire(id);
        leases.expire();
        job(id).then().body("state", equalTo("queued"));

        // When the job is cancelled, and the registry answers late
        Response cancel = erik().post("/api/tuning-jobs/" + id + "/cancel");
        Neighbours.answerRegistrations();

        // Then there is an adapter, so the job is not cancelled; the next trainer ends it
        cancel.then().statusCode(409);
        assertThat(completion.join().statusCode()).isEqualTo(409);
        Lease second = leases.next().orElseThrow();
        uploadAdapter(second);
        complete(second, digestOfFiles()).then().statusCode(204);
        job(id).then().body("state", equalTo("succeeded")).body("attempt", equalTo(2));
    }

    @Test
    void aFailedJobThatMayHaveAnAdapterIsNotCancelledAfterItWasResumed() throws Exception {
        // Given a job whose last trainer was lost while the registry took its adapter
        String id = order(Map.of()).path("id");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(leases.next()).isPresent();
            server.expire(id);
            leases.expire();
        }
        Lease last = leases.next().orElseThrow();
        uploadAdapter(last);
        CompletableFuture<Response> completion = completeWhileTheRegistryThinks(last);
        server.expire(id);
        leases.expire();
        Neighbours.answerRegistrations();
        assertThat(completion.join().statusCode()).isEqualTo(409);
        job(id).then().body("state", equalTo("failed"));

        // When it is resumed, and cancelled
        resume(id);
        cancel(id).then().statusCode(409).body("detail", containsString("Reject the adapter"));

        // Then also not after the registry has refused a later adapter: that says nothing of the first
        Neighbours.refuseRegistrations();
        refused(leases.next().orElseThrow());
        resume(id);
        cancel(id).then().statusCode(409);
    }

    @Test
    void aJobWhoseAdapterTheRegistryRefusedCanBeCancelledAfterItWasResumed() throws Exception {
        String id = order(Map.of()).path("id");
        Neighbours.refuseRegistrations();
        refused(leases.next().orElseThrow());
        resume(id);

        cancel(id).then().statusCode(200).body("state", equalTo("cancelled"));
    }

    private static void resume(String id) {
        erik().post("/api/tuning-jobs/" + id + "/resume").then().statusCode(200).body("state", equalTo("queued"));
    }

    private static Response cancel(String id) {
        return erik().post("/api/tuning-jobs/" + id + "/cancel");
    }

    /** The registry does not take the adapter, and the trainer reports it. */
    private static void refused(Lease lease) throws Exception {
        uploadAdapter(lease);
        complete(lease, digestOfFiles()).then().statusCode(422).body("detail", containsString("not usable"));
        trainer(lease)
                .body("{\"fence\":" + lease.fence()
                        + ",\"failure\":{\"code\":\"refused_by_server\",\"detail\":\"not usable\"}}")
                .post("/internal/leases/current/failed")
                .then()
                .statusCode(204);
    }

    @Test
    void theDatabaseKnowsNoCancelledJobWhoseAdapterIsBeingRegistered() {
        order(Map.of());

        assertThatThrownBy(() -> server.execute("UPDATE tuning_job SET registering = true, cancel_requested = true"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> server.execute(
                        "UPDATE tuning_job SET registering = true, state = 'cancelled', finished_at = now()"))
                .isInstanceOf(SQLException.class);
    }

    private static CompletableFuture<Response> completeWhileTheRegistryThinks(Lease lease) throws Exception {
        Neighbours.holdRegistrations();
        String digest = digestOfFiles();
        CompletableFuture<Response> completion = CompletableFuture.supplyAsync(() -> complete(lease, digest));
        Neighbours.awaitRegistration();
        return completion;
    }
}
