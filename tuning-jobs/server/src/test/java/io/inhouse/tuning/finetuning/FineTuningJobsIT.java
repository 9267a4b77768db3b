package io.inhouse.tuning.finetuning;

import static io.inhouse.tuning.TuningServer.complete;
import static io.inhouse.tuning.TuningServer.digestOfFiles;
import static io.inhouse.tuning.TuningServer.trainer;
import static io.inhouse.tuning.TuningServer.uploadAdapter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.FineTuningJob.Status;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.jobs.JobListEventsPage;
import com.openai.models.finetuning.jobs.JobListEventsParams;
import com.openai.models.finetuning.jobs.JobListPage;
import com.openai.models.finetuning.jobs.JobListParams;
import com.openai.models.finetuning.methods.SupervisedHyperparameters;
import com.openai.models.finetuning.methods.SupervisedMethod;
import com.openai.services.blocking.finetuning.JobService;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.tuning.Neighbours;
import io.inhouse.tuning.RunningServer;
import io.inhouse.tuning.TuningServer;
import io.inhouse.tuning.queue.Leases;
import io.inhouse.tuning.queue.Leases.Lease;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /v1/fine_tuning/jobs} with OpenAI's own SDK and an API key. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class FineTuningJobsIT {
    @Inject
    Leases leases;

    @Inject
    TuningServer server;

    private OpenAIClient sdk;

    @BeforeEach
    void begin() throws SQLException {
        server.emptyQueue();
        sdk = client("key-tuner", "demo");
    }

    @AfterEach
    void end() {
        sdk.close();
    }

    private static OpenAIClient client(String key, String project) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://localhost:" + RestAssured.port + "/v1")
                .apiKey(TestIdentity.allowKey(
                        key, "secret", TestIdentity.app(key).in(project, "app").purpose("support")))
                .maxRetries(0)
                .build();
    }

    private JobService jobs() {
        return sdk.fineTuning().jobs();
    }

    private static JobCreateParams.Builder order() {
        return JobCreateParams.builder().model("tiny").trainingFile(Neighbours.APPROVED);
    }

    @Test
    void aJobIsCreatedAndRetrievedWithWhatWasOrdered() {
        FineTuningJob created = jobs().create(order().suffix("mail")
                .seed(7)
                .method(JobCreateParams.Method.builder()
                        .type(JobCreateParams.Method.Type.SUPERVISED)
                        .supervised(SupervisedMethod.builder()
                                .hyperparameters(SupervisedHyperparameters.builder()
                                        .nEpochs(3)
                                        .batchSize(4)
                                        .learningRateMultiplier(0.5)
                                        .build())
                                .build())
                        .build())
                .build());

        FineTuningJob job = jobs().retrieve(created.id());
        assertThat(job).isEqualTo(created);
        assertThat(job.validate().isValid()).isTrue();
        assertThat(job.id()).startsWith("ftjob-");
        assertThat(job.status()).isEqualTo(Status.QUEUED);
        assertThat(job.model()).isEqualTo("tiny");
        assertThat(job.trainingFile()).isEqualTo(Neighbours.APPROVED);
        assertThat(job.organizationId()).isEqualTo("demo");
        assertThat(job.seed()).isEqualTo(7);
        assertThat(job.hyperparameters().nEpochs().orElseThrow().asInteger()).isEqualTo(3);
        assertThat(job.hyperparameters().batchSize().orElseThrow().asInteger()).isEqualTo(4);
        assertThat(job.hyperparameters().learningRateMultiplier().orElseThrow().asNumber())
                .isEqualTo(0.5);
        assertThat(job.fineTunedModel()).isEmpty();
        assertThat(job.finishedAt()).isEmpty();
        assertThat(job.error()).isEmpty();
    }

    @Test
    void jobsAreListedNewestFirstInPagesThatTheSdkTurnsItself() {
        String first = jobs().create(order().build()).id();
        String second = jobs().create(order().build()).id();
        String third = jobs().create(order().build()).id();
        JobListParams two = JobListParams.builder().limit(2).build();

        JobListPage page = jobs().list(two);

        assertThat(page.data()).extracting(FineTuningJob::id).containsExactly(third, second);
        assertThat(page.hasMore()).contains(true);
        assertThat(page.nextPage().data()).extracting(FineTuningJob::id).containsExactly(first);
        assertThat(page.nextPage().hasMore()).contains(false);
        assertThat(jobs().list(two).autoPager().stream().map(FineTuningJob::id)).containsExactly(third, second, first);
    }

    @Test
    void eventsTellHowTheJobWentUntilItsAdapterIsThere() throws Exception {
        String id = jobs().create(order().build()).id();
        Lease lease = leases.next().orElseThrow();
        trainer(lease)
                .body("{\"fence\":" + lease.fence()
                        + ",\"progress\":{\"phase\":\"training\",\"step\":2,\"totalSteps\":3,\"loss\":1.5}}")
                .post("/internal/leases/current/heartbeat")
                .then()
                .statusCode(200);
        assertThat(jobs().retrieve(id).status()).isEqualTo(Status.RUNNING);
        uploadAdapter(lease);
        complete(lease, digestOfFiles()).then().statusCode(204);

        JobListEventsPage page =
                jobs().listEvents(id, JobListEventsParams.builder().limit(2).build());

        List<FineTuningJobEvent> events = page.autoPager().stream().toList();
        assertThat(page.data()).hasSize(2);
        assertThat(events)
                .extracting(FineTuningJobEvent::message)
                .containsExactly(
                        "queued",
                        "a trainer starts",
                        "training, step 2 of 3",
                        "the adapter adp-1 is registered and waits for approval");
        assertThat(events)
                .allMatch(FineTuningJobEvent::isValid)
                .allMatch(event -> event.id().startsWith("ftevent-"));
        assertThat(events.get(2).type()).contains(FineTuningJobEvent.Type.METRICS);
        FineTuningJob job = jobs().retrieve(id);
        assertThat(job.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(job.fineTunedModel()).contains("adp-1");
        assertThat(job.trainedTokens()).contains(90L);
        assertThat(job.finishedAt()).isPresent();
    }

    @Test
    void aQueuedJobIsCancelledAndResumed() {
        String id = jobs().create(order().build()).id();

        FineTuningJob cancelled = jobs().cancel(id);

        assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
        assertThat(cancelled.finishedAt()).isPresent();
        assertThat(leases.next()).isEmpty();
        assertThat(jobs().resume(id).status()).isEqualTo(Status.QUEUED);
    }

    @Test
    void aFailedJobSaysWhy() {
        String id = jobs().create(order().build()).id();
        Lease lease = leases.next().orElseThrow();
        trainer(lease)
                .body("{\"fence\":" + lease.fence()
                        + ",\"failure\":{\"code\":\"diverged\",\"detail\":\"training diverged at step 7\",\"step\":7}}")
                .post("/internal/leases/current/failed")
                .then()
                .statusCode(204);

        FineTuningJob job = jobs().retrieve(id);

        assertThat(job.status()).isEqualTo(Status.FAILED);
        assertThat(job.error().orElseThrow().code()).isEqualTo("diverged");
        assertThat(job.error().orElseThrow().message()).contains("step 7");
        assertThat(jobs().listEvents(id).items().getLast().level()).isEqualTo(FineTuningJobEvent.Level.ERROR);
    }

    @Test
    void whatIsNotHonouredIsRefusedByName() {
        assertThatThrownBy(() -> jobs().create(order().validationFile("file-2").build()))
                .isInstanceOfSatisfying(BadRequestException.class, e -> {
                    assertThat(e.code()).contains("unsupported_parameter");
                    assertThat(e.param()).contains("validation_file");
                });
        assertThatThrownBy(() -> jobs().list(JobListParams.builder().limit(1000).build()))
                .isInstanceOf(BadRequestException.class);
        String id = jobs().create(order().build()).id();
        assertThatThrownBy(() -> jobs().listEvents(
                                id, JobListEventsParams.builder().limit(0).build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.param()).contains("limit"));
    }

    /** Of a hundred megabytes of numbers a tree was built, and the server died of it, before an order was looked for. */
    @Test
    void anOrderThatIsNoneIsNotReadToItsEnd() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(120_000);

            socket.getOutputStream()
                    .write(("POST /v1/fine_tuning/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n"
                                    + "Content-Type: application/json\r\nAuthorization: Bearer "
                                    + TestIdentity.user("erik")
                                            .in("demo", "ml-engineer")
                                            .sign() + "\r\n\r\n{\"x\":[0,0,0")
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(answer).contains("413");
        }
        assertThat(jobs().list().items()).isEmpty();
    }

    @Test
    void anotherProjectsJobIsNotThere() {
        String id = jobs().create(order().build()).id();

        OpenAIClient other = client("key-other", "claims");

        assertThatThrownBy(() -> other.fineTuning().jobs().retrieve(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> other.fineTuning().jobs().cancel(id)).isInstanceOf(NotFoundException.class);
        assertThat(other.fineTuning().jobs().list().items()).isEmpty();
        other.close();
    }
}
