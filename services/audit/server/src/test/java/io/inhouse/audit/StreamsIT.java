package io.inhouse.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.audit.head.HeadStore;
import io.inhouse.audit.sequence.LedgerOracle;
import io.inhouse.audit.sequence.Message;
import io.inhouse.audit.sequence.TestStream;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.recording.LoggedMessage;
import io.inhouse.testsupport.KafkaResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** From Kafka into the published log. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class StreamsIT extends AskedLog {
    @Inject
    DataSource dataSource;

    @Inject
    HeadStore store;

    @Inject
    VerifierKey key;

    @Test
    void entriesOfAServiceReachThePublishedLogAndTheServiceIsTold() throws Exception {
        TestStream stream = new TestStream("datasets");
        List<Message> messages = new ArrayList<>(List.of(stream.open()));
        messages.addAll(stream.entries(300));
        send(stream.name, messages);
        send(stream.name, messages.subList(100, 200));

        awaitEntries(stream.name, 301);

        // The tree head follows the entries.
        Eventually.holds(
                () -> assertThat(Checkpoint.parse(head().text()).size()).isGreaterThanOrEqualTo(301));
        assertThat(announced(stream.name)).isEqualTo(300);
        Eventually.holds(() -> new LedgerOracle(dataSource, store, key)
                .assertIntact(Checkpoint.parse(head().text()).size()));
    }

    @Test
    void theStateOfStreamsIsShown() {
        Eventually.holds(() -> officer()
                .get("/api/audit/streams")
                .then()
                .statusCode(200)
                .body("origin", equalTo("audit.test/log"))
                .body("sequencer", equalTo("reading"))
                .body("streams.find { it.service == 'audit' }.state", equalTo("OPEN")));
    }

    @Test
    void healthTellsHowTheSequencerIsDoing() {
        Eventually.holds(() -> given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'sequencer' }.data.state", equalTo("READING"))
                .body("checks.find { it.name == 'sequencer' }.data.setAside", equalTo(0)));
    }

    private static long announced(String stream) {
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers",
                KafkaResource.bootstrapServers(),
                "group.id",
                "test-" + stream,
                "auto.offset.reset",
                "earliest");
        long[] seq = {-1};
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(LoggedMessage.TOPIC));
            Eventually.holds(() -> {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    if (message.key().equals(stream)) {
                        seq[0] = Math.max(
                                seq[0], LoggedMessage.parse(message.value()).seq());
                    }
                }
                assertThat(seq[0]).isEqualTo(300);
            });
        }
        return seq[0];
    }
}
