package io.inhouse.training.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.tuning.client.JobFailure;
import io.inhouse.tuning.client.JobResult;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import io.inhouse.tuning.client.lease.Completion;
import io.inhouse.tuning.client.lease.FailureReport;
import io.inhouse.tuning.client.lease.Heartbeat;
import io.inhouse.tuning.client.lease.LeaseSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real training of a tiny random model, over the real protocol. */
class TrainerProcessIT {
    private static final Path BASE = Path.of(
            System.getProperty("repository.root", "../.."),
            "services/shared/language-model/src/test/resources/golden/tiny-tied");
    private static final String BASE_DIGEST = "sha256:" + "b".repeat(64);
    private static final List<String> TRAIN = IntStream.range(0, 24)
            .mapToObj(i -> "{\"prompt\":\"a" + "b".repeat(i % 5) + "\",\"completion\":\"c" + "d".repeat(i % 3) + "\"}")
            .toList();
    private static final List<String> TEST = IntStream.range(1, 5)
            .mapToObj(i -> "{\"prompt\":\"b" + "a".repeat(i) + "\",\"completion\":\"c" + "d".repeat(i % 3) + "\"}")
            .toList();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aJobEndsInAnAdapterThatIsHandedInWithItsFigures() throws Exception {
        try (LeaseServer server = server("one", recipe(12), TRAIN, TEST)) {
            server.outages.set(2);

            int exitCode = TrainerProcess.run(server.environment());

            assertThat(exitCode).isZero();
            Completion completion = Objects.requireNonNull(server.completion);
            assertThat(completion.fence()).isEqualTo(7);
            assertThat(completion.adapterDigest()).isEqualTo(digestOfUploads(server));
            assertThat(new String(
                            Objects.requireNonNull(server.files.get("adapter_config.json")), StandardCharsets.UTF_8))
                    .contains(BASE_DIGEST)
                    .doesNotContain(BASE.toString());
            JobResult result = completion.result();
            assertThat(result.steps()).isEqualTo(12);
            assertThat(result.heldOutRows()).isEqualTo(4);
            assertThat(result.resumedAtStep()).isZero();
            assertThat(result.tokens()).isPositive();
            assertThat(result.flops()).isPositive();
            assertThat(result.hardware()).contains("PyTorch").contains("1 threads");
            assertThat(result.measuredBy()).isEqualTo("exact-match");
            assertThat(result.tunedPerplexity()).isNull();
            assertThat(result.trainExamples()).isEqualTo(TRAIN.size());
            assertThat(server.heartbeats.stream()
                            .map(Heartbeat::progress)
                            .filter(Objects::nonNull)
                            .map(p -> Objects.requireNonNull(p).phase()))
                    .contains("preparing", "evaluating-base", "training", "evaluating-tuned", "registering");
        }
    }

    @Test
    void aTrainerKilledInTheMiddleIsResumedAndEndsInTheSameAdapter() throws Exception {
        String undisturbed;
        try (LeaseServer server = server("undisturbed", recipe(60), TRAIN, TEST)) {
            TrainerProcess.run(server.environment());
            undisturbed = Objects.requireNonNull(server.completion).adapterDigest();
        }
        killAfterSnapshot(20);

        try (LeaseServer server = server("killed", recipe(60), TRAIN, TEST)) {
            TrainerProcess.run(server.environment());

            Completion completion = Objects.requireNonNull(server.completion);
            assertThat(completion.result().resumedAtStep()).isGreaterThanOrEqualTo(20);
            assertThat(server.heartbeats.stream().map(Heartbeat::message).filter(Objects::nonNull))
                    .contains("training resumed at step " + completion.result().resumedAtStep());
            assertThat(completion.adapterDigest()).isEqualTo(undisturbed);
        }
    }

    @Test
    void aCancelledJobStopsAndSaysSo() throws Exception {
        try (LeaseServer server = server("cancelled", recipe(100_000), TRAIN, TEST)) {
            server.cancelFrom = 1;

            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(failure(server).code()).isEqualTo("cancelled");
            assertThat(server.completion).isNull();
        }
    }

    @Test
    void whoLostTheLeaseStopsAndRegistersNothing() throws Exception {
        try (LeaseServer server = server("lost", recipe(100_000), TRAIN, TEST)) {
            server.lostFrom = 1;

            assertThat(TrainerProcess.run(server.environment())).isEqualTo(3);

            assertThat(server.completion).isNull();
            assertThat(server.failure).isNull();
            assertThat(server.files).isEmpty();
        }
    }

    @Test
    void aTrainerBeginsOnlyWhenTheOneBeforeHasLeftTheJobsDirectory() throws Exception {
        try (LeaseServer server = server("shared", recipe(12), TRAIN, List.of())) {
            CompletableFuture<Integer> second;
            try (FileChannel file = FileChannel.open(
                            directory.resolve("shared/trainer.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock first = file.lock()) {
                // Given a trainer that has lost its lease, but not noticed it yet
                assertThat(first.isValid()).isTrue();

                // When the next one comes
                second = CompletableFuture.supplyAsync(() -> TrainerProcess.run(server.environment()));

                // Then it says so and touches nothing
                until(() -> server.heartbeats.stream()
                        .map(Heartbeat::message)
                        .anyMatch(message -> String.valueOf(message).contains("another trainer is still at work")));
                assertThat(phases(server)).containsOnly("preparing");
                assertThat(directory.resolve("shared")).isDirectoryNotContaining("glob:**/snapshots");
            }
            assertThat(second.get(4, TimeUnit.MINUTES)).isZero();
            assertThat(server.completion).isNotNull();
        }
    }

    @Test
    void aTrainerThatWaitsForAnotherStillObeysACancel() throws Exception {
        try (LeaseServer server = server("occupied", recipe(12), TRAIN, List.of());
                FileChannel file = FileChannel.open(
                        directory.resolve("occupied/trainer.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock first = file.lock()) {
            server.cancelFrom = -1;

            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(failure(server).code()).isEqualTo("cancelled");
            assertThat(first.isValid()).isTrue();
        }
    }

    @Test
    void anEvaluationOfTheBaseThatALossOfPowerEmptiedIsComputedAgain() throws Exception {
        try (LeaseServer server = server("emptied", recipe(2), TRAIN, TEST)) {
            Path kept = Files.createFile(directory.resolve("emptied/base-evaluation.json"));

            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(phases(server)).contains("evaluating-base");
            assertThat(kept).content().contains(BASE_DIGEST);
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void aDivergingLearningRateFailsTheJobWithTheStepAndKeepsTheLastGoodSnapshot() throws Exception {
        // Given a learning rate that rises until it is too high
        RecipeRequest wild = new RecipeRequest(4, 8.0, null, 30.0, 4, null, 60, 1.0, null, null, null, null, 1, 1);
        JobFailure first;
        try (LeaseServer server = server("wild", wild.over(Recipe.defaults()), TRAIN, List.of())) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            first = failure(server);
        }

        // When the failed job is resumed
        try (LeaseServer server = server("wild", wild.over(Recipe.defaults()), TRAIN, List.of())) {
            TrainerProcess.run(server.environment());

            // Then it reads the snapshot that the failure named, goes on from there, and comes to the same end
            String resumed = server.heartbeats.stream()
                    .map(Heartbeat::message)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .filter(message -> message.startsWith("training resumed at step "))
                    .findFirst()
                    .orElseThrow();
            int step = Integer.parseInt(resumed.replaceAll("\\D", ""));
            assertThat(first.code()).isEqualTo("diverged");
            assertThat(first.detail())
                    .contains("last good training snapshot is snapshot-%08d.safetensors".formatted(step));
            assertThat(first.step()).isGreaterThan(step);
            assertThat(failure(server)).isEqualTo(first);
        }
    }

    @Test
    void rowsThatExceedTheContextFailTheJobWithTheirNumberBeforeAnythingIsComputed() throws Exception {
        String tooLong = "{\"prompt\":\"a\",\"completion\":\"" + "d".repeat(200) + "\"}";
        List<String> rows = List.of(TRAIN.getFirst(), tooLong, TRAIN.get(1), tooLong);
        try (LeaseServer server = server("long", recipe(5), rows, TEST)) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(failure(server).code()).isEqualTo("unusable_rows");
            assertThat(failure(server).detail())
                    .contains("2 of 4 rows to train on", "row 2 has ", "row 4 has ", "which is 64", "Shorten them");
            assertThat(phases(server)).containsOnly("preparing");
        }
        try (LeaseServer server = server("long-test", recipe(5), TRAIN, List.of(TEST.getFirst(), tooLong))) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(failure(server).detail()).contains("1 of 2 held-out rows", "row 2 has ");
            assertThat(phases(server)).containsOnly("preparing");
        }
    }

    @Test
    void textsAreTrainedOnInWindowsAndMeasuredByTheirPerplexityAlone() throws Exception {
        List<String> texts =
                List.of("{\"text\":\"" + "a cat on the tin ".repeat(20) + "\"}", "{\"text\":\"the tin is lost\"}");
        List<String> heldOut = List.of("{\"text\":\"" + "a cat is on the tin ".repeat(20) + "\"}");
        try (LeaseServer server = server("texts", recipe(30), texts, heldOut)) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            JobResult result = Objects.requireNonNull(server.completion).result();
            assertThat(result.measuredBy()).isEqualTo("perplexity");
            assertThat(result.baseExactMatch()).isNull();
            assertThat(result.tunedExactMatch()).isNull();
            assertThat(result.heldOutRows()).isEqualTo(1);
            assertThat(result.textTokens()).isGreaterThan(64);
            assertThat(result.trainExamples()).isGreaterThan(2);
            assertThat(result.basePerplexity()).isEqualTo(Math.exp(Objects.requireNonNull(result.baseTextLoss())));
            assertThat(result.tunedTextLoss()).isLessThan(Objects.requireNonNull(result.baseTextLoss()));
        }
    }

    @Test
    void aVersionOfTextsAndQuestionsIsMeasuredByBoth() throws Exception {
        String text = "{\"text\":\"the tin is lost\"}";
        List<String> mixed = Stream.concat(TRAIN.stream(), Stream.of(text)).toList();
        List<String> heldOut = Stream.concat(TEST.stream(), Stream.of("{\"text\":\"a cat is lost\"}"))
                .toList();
        try (LeaseServer server = server("mixed", recipe(8), mixed, heldOut)) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            JobResult result = Objects.requireNonNull(server.completion).result();
            assertThat(result.measuredBy()).isEqualTo("exact-match-and-perplexity");
            assertThat(result.tunedExactMatch()).isNotNull();
            assertThat(result.tunedPerplexity()).isPositive();
            assertThat(result.heldOutRows()).isEqualTo(5);
            assertThat(result.trainExamples()).isEqualTo(mixed.size());
        }
    }

    @Test
    void everyTrainingSnapshotIsTold() throws Exception {
        try (LeaseServer server = server("told", recipe(25), TRAIN, List.of())) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(server.heartbeats.stream().map(Heartbeat::snapshotStep).filter(Objects::nonNull))
                    .containsExactly(10, 20, 25);
        }
    }

    private static List<String> phases(LeaseServer server) {
        return server.heartbeats.stream()
                .map(Heartbeat::progress)
                .filter(Objects::nonNull)
                .map(p -> Objects.requireNonNull(p).phase())
                .toList();
    }

    @Test
    void rowsThatCannotBeLearntFromFailTheJobWithTheRow() throws Exception {
        List<String> rows = List.of(TRAIN.getFirst(), "{\"prompt\":\"a\",\"completion\":\"\"}");
        try (LeaseServer server = server("empty", recipe(5), rows, List.of())) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(failure(server).code()).isEqualTo("unusable_rows");
            assertThat(failure(server).detail()).contains("row 2");
        }
    }

    @Test
    void aBaseModelThatIsNotThereFailsTheJob() throws Exception {
        LeaseSpec spec = spec("nobase", recipe(5), directory.resolve("nowhere"), 24, 0);
        try (LeaseServer server = new LeaseServer(spec, TRAIN, List.of())) {
            assertThat(TrainerProcess.run(server.environment())).isZero();

            assertThat(failure(server).code()).isEqualTo("unusable_base_model");
        }
    }

    /** In a process of its own, since it is killed. */
    private void killAfterSnapshot(int step) throws Exception {
        try (LeaseServer server = server("killed", recipe(60), TRAIN, TEST)) {
            // However late it is killed, it has not handed in its adapter by then.
            server.takesFiles = new CountDownLatch(1);
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TrainerProcess.class.getName())
                    .redirectErrorStream(true);
            builder.environment().putAll(server.environment());
            Process trainer = builder.start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(trainer.getInputStream(), StandardCharsets.UTF_8))) {
                StringBuilder said = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.append(line).append('\n');
                    if (line.contains("training snapshot step=" + step)) {
                        trainer.toHandle().destroyForcibly();
                    }
                }
                assertThat(trainer.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(trainer.exitValue()).as(said.toString()).isEqualTo(137);
            }
        }
    }

    private static JobFailure failure(LeaseServer server) {
        FailureReport report = Objects.requireNonNull(server.failure);
        return report.failure();
    }

    private String digestOfUploads(LeaseServer server) throws IOException {
        Path uploads = Files.createDirectories(directory.resolve("uploads"));
        for (var file : server.files.entrySet()) {
            Files.write(uploads.resolve(file.getKey()), file.getValue());
        }
        return AdapterDigest.of(uploads);
    }

    private LeaseServer server(String job, Recipe recipe, List<String> train, List<String> test) throws IOException {
        return new LeaseServer(spec(job, recipe, BASE.toAbsolutePath(), train.size(), test.size()), train, test);
    }

    private LeaseSpec spec(String job, Recipe recipe, Path base, int train, int test) throws IOException {
        Path work = Files.createDirectories(directory.resolve(job));
        return new LeaseSpec(job, 7, 1, base.toString(), BASE_DIGEST, train, test, recipe, work.toString(), 1, 30);
    }

    private static Recipe recipe(int steps) {
        return new RecipeRequest(4, 8.0, null, 1e-3, 4, null, steps, null, null, null, 5L, null, 10, 1)
                .over(Recipe.defaults());
    }
}
