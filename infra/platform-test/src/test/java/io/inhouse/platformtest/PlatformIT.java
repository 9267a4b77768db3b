package io.inhouse.platformtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.demo.Demo;
import io.inhouse.local.demo.DemoOptions;
import io.inhouse.local.home.Home;
import io.inhouse.local.people.Cast;
import io.inhouse.local.people.Session;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.progress.Terminal;
import io.inhouse.local.storm.StormGround;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One platform, started once; what it went through in the tests before is part of the claim of the later ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlatformIT {
    private static final Path REPOSITORY = Path.of(System.getProperty("inhouse.repository", "."));
    private static final Path TINY_MODEL =
            REPOSITORY.resolve("services/shared/language-model/src/test/resources/golden/tiny-tied");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String DATASETS = "/api/datasets";
    private static final List<String> DESKS = List.of("tree", "baby", "road", "lamp");

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(screen, true, StandardCharsets.UTF_8), false);

    @TempDir
    static Path directory;

    private Home home = new Home(Path.of("/nowhere"));
    private @Nullable Platform started;
    private @Nullable StormGround ground;

    @BeforeAll
    void start() throws Exception {
        home = new Home(directory.resolve("home"));
        ground = StormGround.lay(home, System.out::println);
        started = Platform.open(home, REPOSITORY, terminal, null);
        try {
            platform().up();
        } catch (Exception e) {
            throw new AssertionError("the platform did not start:\n" + screen.toString(StandardCharsets.UTF_8), e);
        }
    }

    @AfterAll
    void stop() throws Exception {
        platform().down();
        ground().close();

        // Those whose parent has just ended need a moment.
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!processes().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        assertThat(processes()).as("processes of the platform after down").isEmpty();
    }

    private List<ProcessTable.Entry> processes() {
        String root = home.root().toString();
        return ProcessTable.ofThisMachine()
                .all(process -> process.arguments().stream().anyMatch(argument -> argument.contains(root)));
    }

    @Test
    @Order(1)
    void theDemonstrationDoesThePlatformsMainJob() throws Exception {
        // Given a few rows and a tiny model
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.write(data.resolve("train.jsonl"), rows(0, 24));
        Files.write(data.resolve("test.jsonl"), rows(24, 28));
        Path json = directory.resolve("result.json");

        // When the demonstration runs
        try {
            Demo.run(platform(), new DemoOptions(true, json, data, TINY_MODEL.toString(), System.nanoTime()));
        } catch (Exception e) {
            throw new AssertionError("the demonstration ended:\n" + screen.toString(StandardCharsets.UTF_8), e);
        }

        // Then every figure is there, and those that can be checked from outside are true
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "base_exact_match",
                        "tuned_exact_match",
                        "train_tokens_per_s",
                        "trainer_peak_rss_mb",
                        "answer_p50_ms",
                        "seconds_until_training",
                        "seconds_total");
        assertThat(result.path("bundle_verified").asBoolean()).isTrue();
        assertThat(result.path("adapter_digest").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(Path.of(result.path("adapter_dir").asText()))
                .isDirectoryContaining("glob:**/adapter_model.safetensors")
                .isDirectoryContaining("glob:**/adapter_config.json");
        assertThat(result.path("log_key").asText())
                .isEqualTo(Files.readString(platform().logVkeyFile()).strip());
        assertThat(result.path("audit_entries").asLong())
                .isEqualTo(
                        Bundles.leaves(Path.of(result.path("bundle").asText())).size());
        // And the screen tells of the refusals: the steward's own approval, and the forged copy with its entry named
        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("sara wants to approve her own dataset")
                .containsPattern("a copy with entry \\d+ edited and every hash recomputed fails");
    }

    @Test
    @Order(2)
    void whatIsOutOfReachIsAReasonToTryAgainAndComesBackByItself() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Given a steward who is logged in
            Cast cast = new Cast(platform(), http, PATIENCE);
            Session sara = cast.person("sara");
            sara.get(DATASETS);

            // When the identity provider cannot be reached, then her token is good as before
            ground().cut("keycloak");
            assertThat(sara.get(DATASETS).isArray()).isTrue();

            // When the database cannot be reached either, then she is told so
            ground().cut("postgresql");
            assertThatThrownBy(() -> sara.get(DATASETS)).isInstanceOfSatisfying(Session.Refused.class, refusal -> {
                assertThat(refusal.status).isEqualTo(503);
                assertThat(refusal.detail).contains("database is not available");
            });

            // When both are back, then nobody has to help
            ground().mend("keycloak");
            ground().mend("postgresql");
            assertThat(eventually(() -> sara.get(DATASETS)).isArray()).isTrue();
            assertThat(eventually(() -> cast.person("amir").get(DATASETS)).isArray())
                    .isTrue();
        }
    }

    private static JsonNode eventually(Callable<JsonNode> question) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.call();
            } catch (Session.Refused e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private StormGround ground() {
        return Objects.requireNonNull(ground, "the ground was not laid");
    }

    private Platform platform() {
        return Objects.requireNonNull(started, "the platform was not opened");
    }

    private static List<String> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"prompt\": \"ask " + i + ":\", \"completion\": \" " + DESKS.get(i % 4) + "\"}")
                .toList();
    }
}
