package io.inhouse.audit.sequence;

import io.inhouse.audit.head.ForkedLogException;
import io.inhouse.audit.head.TreeHeads;
import io.inhouse.audit.tree.StoredNodes;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.LoggedMessage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic of entries for ever: sequence, sign and store, publish, announce, and only then forget where it was. Any
 * failure of Kafka or PostgreSQL starts the same messages over; a contradiction ends the thread, because a broken log is
 * not retried.
 */
public final class EntryConsumer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EntryConsumer.class);
    private static final String GROUP = "audit-sequencer";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration POLL_WHILE_WAITING = Duration.ofMillis(20);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(60);

    private final DataSource dataSource;
    private final Map<String, Object> kafka;
    private final Sequencer sequencer;
    private final TreeHeads heads;
    private final Settings settings;
    private final Thread thread;
    private volatile State state = State.STARTING;
    private volatile @Nullable String trouble;

    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> reading;
    private @Nullable SequencerConnection connection;
    /** Entries that have a place and wait for their tree head; oldest first. Used by the thread only. */
    private final Deque<Unpublished> unpublished = new ArrayDeque<>();

    /** @param offsets behind these messages, committed when their entries are announced */
    private record Unpublished(Sequencer.Sequenced sequenced, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    /** As in {@link io.inhouse.audit.AuditConfig}. */
    public record Settings(int batch, Duration retryAfter, Duration takeover) {}

    /** What the thread does. */
    public enum State {
        STARTING,
        READING,
        /** Kafka or PostgreSQL is away; the same is tried again. */
        RETRYING,
        /** Ended for good by a contradiction. */
        BROKEN,
        STOPPED
    }

    public EntryConsumer(
            DataSource dataSource, Map<String, Object> kafka, Sequencer sequencer, TreeHeads heads, Settings settings) {
        this.dataSource = dataSource;
        this.kafka = Map.copyOf(kafka);
        this.sequencer = sequencer;
        this.heads = heads;
        this.settings = settings;
        this.thread = Thread.ofPlatform().daemon().name("audit-sequencer").unstarted(this::run);
    }

    /**
     * Takes the log and compares it with the stored tree head; then reads in a thread of its own.
     *
     * @throws ForkedLogException if this database must not be continued
     */
    public void start() throws SQLException, IOException, ForkedLogException {
        connection = SequencerConnection.take(dataSource, settings.takeover());
        heads.recover(connection.connection());
        thread.start();
    }

    public State state() {
        return state;
    }

    /** Why it is not reading, in words. */
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        stop.countDown();
        KafkaConsumer<String, byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (!thread.join(FAREWELL)) {
                thread.interrupt();
                thread.join(FAREWELL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    private void run() {
        while (!stopping()) {
            try (KafkaConsumer<String, byte[]> consumer = consumer();
                    Producer<String, byte[]> producer = producer()) {
                reading = consumer;
                read(consumer, producer);
            } catch (WakeupException | InterruptException e) {
                // Only close() wakes or interrupts.
                break;
            } catch (ForkedLogException e) {
                broken(e);
                return;
            } catch (SQLException e) {
                // Class 23 is a violated constraint, 42 a missing table: neither goes away by itself.
                if (String.valueOf(e.getSQLState()).matches("(23|42).*")) {
                    broken(e);
                    return;
                }
                retrying(e);
            } catch (KafkaException | IOException | StoredNodes.TreeUnreadableException e) {
                retrying(e);
            } catch (RuntimeException e) {
                broken(e);
                return;
            }
        }
        state = State.STOPPED;
    }

    private void read(KafkaConsumer<String, byte[]> consumer, Producer<String, byte[]> producer)
            throws SQLException, IOException, ForkedLogException {
        SequencerConnection held = held();
        // What was not announced comes again from Kafka.
        unpublished.clear();
        int partitions = 0;
        long lookAgainAt = System.nanoTime();
        while (!stopping()) {
            if (partitions == 0 || System.nanoTime() - lookAgainAt > 0) {
                partitions = assign(consumer, partitions);
                lookAgainAt = System.nanoTime() + LOOK_FOR_PARTITIONS.toNanos();
            }
            if (partitions == 0) {
                pause();
                continue;
            }
            ConsumerRecords<String, byte[]> records = consumer.poll(heads.isWaiting() ? POLL_WHILE_WAITING : POLL);
            reading();
            if (!records.isEmpty()) {
                unpublished.addLast(new Unpublished(sequence(records, held), positions(consumer)));
            }
            if (!unpublished.isEmpty() || heads.isWaiting()) {
                publish(held, consumer, producer);
            }
        }
    }

    private Sequencer.Sequenced sequence(ConsumerRecords<String, byte[]> records, SequencerConnection held)
            throws SQLException {
        List<Message> messages = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> message : records) {
            if (message.value() != null) {
                messages.add(new Message(message.value()));
            }
        }
        return sequencer.append(held.connection(), messages);
    }

    private void publish(
            SequencerConnection held, KafkaConsumer<String, byte[]> consumer, Producer<String, byte[]> producer)
            throws SQLException, IOException, ForkedLogException {
        long published = heads.publish(held.connection());
        while (!unpublished.isEmpty() && unpublished.getFirst().sequenced().size() <= published) {
            Unpublished next = unpublished.removeFirst();
            announce(next.sequenced(), producer);
            // A crash before the offsets are committed brings the same messages again; they are recognised.
            consumer.commitSync(next.offsets());
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> positions(KafkaConsumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        return positions;
    }

    private static void announce(Sequencer.Sequenced sequenced, Producer<String, byte[]> producer) {
        List<Future<?>> sent = new ArrayList<>();
        sequenced
                .upTo()
                .forEach((stream, seq) -> sent.add(producer.send(new ProducerRecord<>(
                        LoggedMessage.TOPIC, stream, new LoggedMessage(stream, seq, sequenced.size()).encode()))));
        producer.flush();
        for (Future<?> message : sent) {
            try {
                message.get();
            } catch (ExecutionException e) {
                throw new KafkaException("what is logged could not be announced", e.getCause());
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** Assigned by hand, not by a group: the lock in PostgreSQL decides who reads, and partitions never move. */
    private static int assign(KafkaConsumer<String, byte[]> consumer, int before) {
        List<PartitionInfo> partitions = consumer.partitionsFor(Envelope.TOPIC, Duration.ofSeconds(10));
        if (partitions == null || partitions.size() == before) {
            return before;
        }
        consumer.assign(partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        return partitions.size();
    }

    private SequencerConnection held() throws SQLException, IOException, ForkedLogException {
        SequencerConnection held = connection;
        if (held == null) {
            held = SequencerConnection.take(dataSource, settings.takeover());
            connection = held;
            heads.recover(held.connection());
        }
        return held;
    }

    private void release() {
        SequencerConnection held = connection;
        connection = null;
        if (held != null) {
            held.close();
        }
    }

    private void reading() {
        if (state != State.READING) {
            LOG.infof("reading entries before=%s", state);
            state = State.READING;
            trouble = null;
        }
    }

    private void retrying(Exception failure) {
        if (state != State.RETRYING) {
            LOG.warnf("entries cannot be sequenced now and wait in Kafka reason=%s", failure.getMessage());
        }
        state = State.RETRYING;
        trouble = String.valueOf(failure.getMessage());
        release();
        pause();
    }

    private void broken(Exception failure) {
        LOG.error("the log contradicts itself; nothing more is sequenced until somebody has looked at it", failure);
        state = State.BROKEN;
        trouble = String.valueOf(failure.getMessage());
        release();
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private void pause() {
        try {
            if (stop.await(settings.retryAfter().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("stopping instead of trying again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
}
