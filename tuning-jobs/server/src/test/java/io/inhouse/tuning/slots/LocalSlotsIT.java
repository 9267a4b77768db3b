package io.inhouse.tuning.slots;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.testsupport.FreePorts;
import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.tuning.jobs.TuningConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A real trainer, started by the server as a child process, trains a tiny model; one is killed on its way. */
@QuarkusTest
@TestProfile(LocalSlotsIT.WithTrainer.class)
@SuppressWarnings("NullAway.Init")
class LocalSlotsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int STEPS = 200;

    @Inject
    TuningConfig config;

    @Test
    void aTrainerKilledOnItsWayIsReplacedAndTheAdapterIsTheSame() throws Exception {
        JsonPath undisturbed = await(submit(1), "succeeded");

        JsonPath killed = killedOnItsWay();
        String id = killed.getString("id");
        Path log = log(id);

        assertThat(undisturbed.getInt("attempt")).isEqualTo(1);
        assertThat(killed.getInt("attempt")).isEqualTo(2);
        assertThat(killed.getInt("result.resumedAtStep")).isGreaterThanOrEqualTo(20);
        assertThat(text(log)).contains("training resumed step=");
        assertThat(killed.getString("adapterDigest")).isEqualTo(undisturbed.getString("adapterDigest"));
        assertThat(erik().get("/api/tuning-jobs/" + id + "/events").asString())
                .contains("the trainer ended with code 137")
                .contains("training resumed at step")
                .contains("waits for approval");
    }

    /** A trainer may be done before it is killed: then there is another try with another job of the same order. */
    private JsonPath killedOnItsWay() {
        JsonPath ended;
        int tries = 0;
        do {
            String id = submit(1);
            until(() -> text(log(id)).contains("training snapshot step=20"), "a snapshot of " + id);
            trainers().forEach(ProcessHandle::destroyForcibly);
            ended = await(id, "succeeded");
        } while (ended.getInt("attempt") == 1 && ++tries < 5);
        return ended;
    }

    private Path log(String id) {
        return config.workDirectory().toAbsolutePath().resolve(id).resolve("trainer.log");
    }

    @Test
    void anotherSeedGivesAnotherAdapter() {
        String first = await(submit(2), "succeeded").getString("adapterDigest");

        String second = await(submit(3), "succeeded").getString("adapterDigest");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aRunningJobIsCancelledAndResumed() {
        String id = submit(4);
        until(() -> job(id).getString("state").equals("running"), "a trainer for " + id);

        erik().post("/api/tuning-jobs/" + id + "/cancel").then().statusCode(200);

        await(id, "cancelled");
        erik().post("/api/tuning-jobs/" + id + "/resume").then().statusCode(200);
        assertThat(await(id, "succeeded").getInt("result.steps")).isEqualTo(STEPS);
    }

    @Test
    void rowsThatExceedTheContextFailTheJobBeforeItsFirstStep() {
        String id = submit(TinyNeighbours.TOO_LONG, Map.of());

        JsonPath failed = await(id, "failed");

        assertThat(failed.getString("failure.code")).isEqualTo("unusable_rows");
        assertThat(failed.getString("failure.detail"))
                .contains("2 of 5 rows to train on", "which is 64", "row 3 has ", "row 5 has ", "Shorten them");
        assertThat(failed.getInt("attempt")).isEqualTo(1);
        assertThat(failed.getString("progress.phase")).isEqualTo("preparing");
    }

    @Test
    void aRowIsShownAsTheTrainerSeesIt() {
        steward()
                .get("/api/tuning-jobs/rows/dsv-tiny/3?baseModel=tiny")
                .then()
                .statusCode(200)
                .body("number", equalTo(3))
                .body("masked", equalTo(true))
                .body("view.contextLength", equalTo(64))
                .body("view.windows[0].pieces.text", contains("<s>", "a", " b", "</s>"))
                .body("view.windows[0].pieces.learned", contains(false, false, true, true));
        steward()
                .get("/api/tuning-jobs/rows/dsv-tiny/4?baseModel=tiny")
                .then()
                .statusCode(409)
                .body("detail", equalTo("Version dsv-tiny is withdrawn."));
        steward().get("/api/tuning-jobs/rows/dsv-tiny/3?baseModel=none").then().statusCode(404);
        erik().get("/api/tuning-jobs/rows/dsv-tiny/3?baseModel=tiny").then().statusCode(403);
    }

    @Test
    void aVersionIsMeasuredInTokensOfABaseModel() {
        erik().get("/api/tuning-jobs/rows/dsv-tiny/tokens?baseModel=tiny")
                .then()
                .statusCode(200)
                .body("rows", equalTo(28))
                .body("step", equalTo(2))
                .body("figures.rows", equalTo(5))
                .body("figures.refused", equalTo(2))
                .body("figures.refusals.row", contains(3, 5));
    }

    private static RequestSpecification steward() {
        return given().auth()
                .oauth2(TestIdentity.user("stella").in("demo", "data-steward").sign());
    }

    private static String submit(int seed) {
        return submit(TinyNeighbours.DATASET, Map.of("seed", seed));
    }

    private static String submit(String dataset, Map<String, Object> changes) {
        Map<String, Object> recipe = new HashMap<>(
                Map.of("rank", 4, "batchSize", 4, "steps", STEPS, "snapshotEverySteps", 20, "threads", 1));
        recipe.putAll(changes);
        return erik().body(
                        Map.of("baseModel", "tiny", "datasetVersion", dataset, "purpose", "support", "recipe", recipe))
                .post("/api/tuning-jobs")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private JsonPath await(String id, String state) {
        until(
                () -> {
                    String now = job(id).getString("state");
                    if (!now.equals(state) && List.of("succeeded", "failed").contains(now)) {
                        throw new AssertionError(job(id).prettify() + "\n" + text(log(id)));
                    }
                    return now.equals(state);
                },
                id + " to be " + state);
        return job(id);
    }

    private static JsonPath job(String id) {
        return erik().get("/api/tuning-jobs/" + id).jsonPath();
    }

    private static List<ProcessHandle> trainers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("TrainerProcess"))
                .toList();
    }

    private static RequestSpecification erik() {
        return given().auth()
                .oauth2(TestIdentity.user("erik").in("demo", "ml-engineer").sign())
                .contentType("application/json");
    }

    private static void until(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > deadline || never.await(50, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("waited in vain for " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in production: with slots, and a trainer command that starts the trainer's own classes. */
    public static final class WithTrainer implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "slots";
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(PostgresResource.class, Map.of("database", "tuning")),
                    new TestResourceEntry(KafkaResource.class),
                    new TestResourceEntry(PlatformDirectories.class),
                    new TestResourceEntry(TestIdentity.class),
                    new TestResourceEntry(TinyNeighbours.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            String port = Integer.toString(FreePorts.take());
            return Map.of(
                    "quarkus.http.test-port",
                    port,
                    "inhouse.tuning.slots.server-url",
                    "http://127.0.0.1:" + port,
                    "inhouse.tuning.trainer-command",
                    String.join(",", trainerCommand()));
        }

        private static List<String> trainerCommand() {
            Path trainer = Path.of(System.getProperty("repository.root", "../.."), "tuning-jobs/trainer/target")
                    .toAbsolutePath();
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    trainer.resolve("classes") + ":"
                            + text(trainer.resolve("run.classpath")).strip(),
                    "io.inhouse.training.worker.TrainerProcess");
        }
    }
}
