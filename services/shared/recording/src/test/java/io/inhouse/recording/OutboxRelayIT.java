package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.TestDatabase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {
    private static final Duration NEVER = Duration.ofDays(1);

    @SuppressWarnings("NullAway.Init")
    private static KafkaResource.Broker kafka;

    @SuppressWarnings("NullAway.Init")
    private RecordingFixture fixture;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaResource.startBroker();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() throws Exception {
        fixture = new RecordingFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void entriesArriveInOrderAndLeaveTheOutboxWhenTheyAreLogged() throws Exception {
        AuditRecorder recorder = fixture.start();
        List<String> ids = record(recorder, 30);
        fixture.relay(kafka.bootstrapServers(), NEVER);
        fixture.listener(kafka.bootstrapServers());
        EntriesTopic topic = new EntriesTopic(kafka.bootstrapServers());

        Eventually.holds(() -> assertThat(topic.stream(recorder.stream())).hasSize(31));

        assertThat(topic.stream(recorder.stream()).subList(1, 31)).isEqualTo(ids);
        assertThat(fixture.rows()).as("sent is not yet logged").hasSize(31);
        topic.sayLogged(recorder.stream(), 20);
        Eventually.holds(
                () -> assertThat(fixture.rows()).extracting(r -> r.seq()).containsExactlyElementsOf(numbers(21, 31)));
    }

    @Test
    void whileKafkaIsDownCallersGoOnAndAfterwardsEverythingArrivesInOrder() throws Exception {
        try (KafkaResource.Broker own = KafkaResource.startBroker()) {
            AuditRecorder recorder = fixture.start();
            var relay = fixture.relay(own.bootstrapServers(), NEVER);
            fixture.listener(own.bootstrapServers());
            EntriesTopic topic = new EntriesTopic(own.bootstrapServers());
            List<String> ids = new ArrayList<>(record(recorder, 20));
            Eventually.holds(() -> assertThat(topic.stream(recorder.stream())).hasSize(21));

            own.kill();
            for (int i = 0; i < 10; i++) {
                ids.addAll(record(recorder, 50));
                relay.wake();
            }
            own.start();

            Eventually.holds(() -> assertThat(topic.stream(recorder.stream())).hasSize(521));
            assertThat(topic.stream(recorder.stream()).subList(1, 521)).isEqualTo(ids);
        }
    }

    @Test
    void whatAKilledProcessHadAcknowledgedIsSentByTheNextOne() throws Exception {
        List<String> acknowledged = recordInAProcessThatIsKilled();

        AuditRecorder next = fixture.start();
        fixture.relay(kafka.bootstrapServers(), NEVER);

        EntriesTopic topic = new EntriesTopic(kafka.bootstrapServers());
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(100);
        Eventually.holds(() -> assertThat(topic.streams()).containsKey(next.stream()));
        Eventually.holds(() -> assertThat(topic.streams().values().stream().flatMap(List::stream))
                .containsAll(acknowledged));
    }

    @Test
    void whatWasSentButIsNotLoggedIsSentAgain() throws Exception {
        AuditRecorder recorder = fixture.start();
        record(recorder, 5);
        fixture.relay(kafka.bootstrapServers(), Duration.ofMinutes(5));
        EntriesTopic topic = new EntriesTopic(kafka.bootstrapServers());
        Eventually.holds(() -> assertThat(topic.stream(recorder.stream())).hasSize(6));
        int before = topic.messageCount();

        fixture.clock.advance(Duration.ofMinutes(6));

        Eventually.holds(() -> assertThat(topic.messageCount()).isGreaterThanOrEqualTo(before + 6));
        assertThat(topic.stream(recorder.stream())).hasSize(6);
    }

    /** The child has no relay, so everything it commits is killed between commit and relay. */
    private List<String> recordInAProcessThatIsKilled() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crashing.class.getName(),
                        fixture.database.jdbcUrl(),
                        fixture.keyDatabase.jdbcUrl(),
                        fixture.directories.keystore().toString(),
                        fixture.directories.keystorePassword(),
                        fixture.directories.artefacts().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("evt-")) {
                    acknowledged.add(line);
                    if (acknowledged.size() == 100) {
                        child.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return acknowledged;
    }

    /** Records until it is killed and says what was acknowledged. */
    static final class Crashing {
        private Crashing() {}

        public static void main(String[] arguments) throws Exception {
            Path unused = Path.of(arguments[4]);
            RecordingFixture fixture = new RecordingFixture(
                    new TestDatabase(arguments[0], "postgres", "postgres"),
                    new TestDatabase(arguments[1], "postgres", "postgres"),
                    new PlatformDirectories.Directories(
                            Path.of(arguments[2]), arguments[3], unused, unused, unused, unused),
                    Map.of());
            AuditRecorder recorder = fixture.start();
            while (true) {
                String id = recorder.recordNow(
                        AuditEvent.of("inference.request").content("n", 1).build());
                System.out.println(id);
            }
        }
    }

    private static List<String> record(AuditRecorder recorder, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(recorder.recordNow(
                    AuditEvent.of("inference.request").content("n", i).build()));
        }
        return ids;
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
