package io.inhouse.audit.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.audit.Eventually;
import io.inhouse.audit.head.ForkedLogException;
import io.inhouse.audit.head.Quorum;
import io.inhouse.audit.head.TreeHeads;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.LoggedMessage;
import io.inhouse.testsupport.KafkaResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to entries while Kafka or PostgreSQL comes and goes. A broker of its own, which is killed. */
@SuppressWarnings("NullAway.Init")
class EntryConsumerIT {
    @TempDir
    Path headDirectory;

    private final TestStream stream = new TestStream("datasets");
    private final List<EntryConsumer> consumers = new ArrayList<>();
    private KafkaResource.Broker broker;
    private LedgerFixture ledger;

    @BeforeEach
    void begin() throws Exception {
        ledger = new LedgerFixture(headDirectory);
        broker = KafkaResource.startBroker();
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(
                            new NewTopic(Envelope.TOPIC, 2, (short) 1),
                            new NewTopic(LoggedMessage.TOPIC, 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void end() {
        consumers.forEach(EntryConsumer::close);
        broker.close();
    }

    @Test
    void entriesSentBeforeTheStartAndAfterARestartAreAllThereOnce() throws Exception {
        send(List.of(stream.open()));
        send(stream.entries(20));
        EntryConsumer first = start();
        awaitIntact(21);
        first.close();
        Eventually.holds(() -> assertThat(first.state()).isEqualTo(EntryConsumer.State.STOPPED));
        send(stream.entries(10));

        start();

        awaitIntact(31);
    }

    @Test
    void nothingIsLostWhileKafkaIsDown() throws Exception {
        EntryConsumer consumer = start();
        send(List.of(stream.open()));
        awaitIntact(1);
        broker.kill();
        broker.start();

        send(stream.entries(5));

        awaitIntact(6);
        Eventually.holds(() -> assertThat(consumer.state()).isEqualTo(EntryConsumer.State.READING));
    }

    /** The connection, and with it the lock, is cut from under the sequencer. */
    @Test
    void aLostDatabaseConnectionIsTakenAnew() throws Exception {
        EntryConsumer consumer = start();
        send(List.of(stream.open()));
        awaitIntact(1);
        ledger.database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND pid <> pg_backend_pid()");

        send(stream.entries(5));

        awaitIntact(6);
        Eventually.holds(() -> assertThat(consumer.state()).isEqualTo(EntryConsumer.State.READING));
    }

    /** The stored head is moved by somebody else while the server runs: it stops writing and says so. */
    @Test
    void aForkEndsTheSequencerForGood() throws Exception {
        EntryConsumer consumer = start();
        send(List.of(stream.open()));
        awaitIntact(1);
        Path file = headDirectory.resolve("tree-head");
        byte[] before = Files.readAllBytes(file);
        Files.writeString(
                file,
                LedgerFixture.KEY
                        .sign(new Checkpoint(LedgerFixture.ORIGIN, 99, Hash.ofLeaf(before)).text())
                        .encode());

        send(stream.entries(1));

        Eventually.holds(() -> assertThat(consumer.state()).isEqualTo(EntryConsumer.State.BROKEN));
        assertThat(consumer.trouble()).contains("another server");
        assertThat(ledger.count("SELECT max(size) FROM tree_head")).isEqualTo(1);
        assertThatThrownBy(this::start).isInstanceOf(ForkedLogException.class);
    }

    private EntryConsumer start() throws Exception {
        EntryConsumer consumer = new EntryConsumer(
                ledger.dataSource,
                kafka(),
                new Sequencer(LedgerFixture.ORIGIN, LedgerFixture.KEY, LedgerFixture.CLOCK),
                new TreeHeads(
                        LedgerFixture.ORIGIN, LedgerFixture.SIGNER, ledger.store, LedgerFixture.CLOCK, Quorum.none()),
                new EntryConsumer.Settings(500, Duration.ofMillis(200), Duration.ofSeconds(10)));
        consumer.start();
        consumers.add(consumer);
        return consumer;
    }

    private void awaitIntact(long size) {
        Eventually.holds(() -> assertThat(ledger.count("SELECT coalesce(max(size), 0) FROM tree_head"))
                .isEqualTo(size));
        Eventually.holds(() -> ledger.oracle.assertIntact(size));
    }

    private void send(List<Message> messages) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer())) {
            for (Message message : messages) {
                producer.send(new ProducerRecord<>(Envelope.TOPIC, stream.name, message.value()))
                        .get();
            }
        }
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
    }
}
