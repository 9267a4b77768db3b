package io.inhouse.recording.outbox;

import io.inhouse.recording.Envelope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings recorded entries to Kafka: every stream's in the order of its numbers, also those that earlier processes left.
 * Entries may arrive twice (after a failure everything that is not known to be logged is sent again), never out of order
 * and never not at all: a row leaves the outbox only when the ledger says that it is logged.
 */
public final class OutboxRelay implements AutoCloseable {
    static final int LARGEST_MESSAGE = 2 << 20;

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;
    /** In first pauses. Kafka is not asked often, but what waits goes on soon after it is back. */
    private static final int LONGEST_PAUSE = 5;

    private static final Duration LONGEST_SEND = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final Outbox outbox;
    private final Map<String, Object> kafka;
    private final Clock clock;
    private final Settings settings;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    /** Only the relay's thread touches what follows: last number sent, and since when nothing of it was logged. */
    private final Map<String, Sent> sent = new HashMap<>();

    private @Nullable Producer<String, byte[]> producer;
    private boolean topicsThere;

    /** As in {@link io.inhouse.recording.RecordingConfig}. */
    public record Settings(int partitions, Duration pollInterval, Duration retryAfter, Duration resendAfter) {}

    private record Sent(long seq, long logged, Instant since) {}

    public OutboxRelay(
            DataSource dataSource, Outbox outbox, Map<String, Object> kafka, Clock clock, Settings settings) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.kafka = Map.copyOf(kafka);
        this.clock = clock;
        this.settings = settings;
        this.thread = Thread.ofPlatform().daemon().name("recording-relay").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Says that there is something to send. Never blocks. */
    public void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /** Gives the last entries {@code patience} to be sent. */
    public void close(Duration patience) {
        stopping = true;
        wake();
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private void run() {
        Duration pause = settings.retryAfter;
        boolean failing = false;
        try {
            while (true) {
                boolean last = stopping;
                try {
                    if (!topicsThere) {
                        KafkaTopics.create(kafka, settings.partitions);
                        topicsThere = true;
                    }
                    boolean more = sendWhatIsThere();
                    if (failing) {
                        LOG.info("entries reach Kafka again");
                        failing = false;
                        pause = settings.retryAfter;
                    }
                    if (last && !more) {
                        return;
                    }
                    if (!more) {
                        waitForNews(settings.pollInterval);
                    }
                } catch (RuntimeException | SQLException e) {
                    if (!failing) {
                        LOG.warnf("entries do not reach Kafka, they wait in the outbox reason=%s", e.getMessage());
                        failing = true;
                    }
                    startOver();
                    if (last) {
                        return;
                    }
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    Duration longest = settings.retryAfter.multipliedBy(LONGEST_PAUSE);
                    pause = pause.multipliedBy(2).compareTo(longest) > 0 ? longest : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            boolean interrupted = Thread.interrupted();
            startOver();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void waitForNews(Duration longest) throws InterruptedException {
        if (news.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }

    /** @return whether there may be more */
    private boolean sendWhatIsThere() throws SQLException, InterruptedException {
        boolean more = false;
        List<Outbox.Row> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            for (Outbox.Stream stream : outbox.notAllLogged(connection)) {
                long after = sentUpTo(stream);
                List<Outbox.Row> read =
                        after >= stream.nextSeq() - 1 ? List.of() : outbox.read(connection, stream.id(), after, BATCH);
                rows.addAll(read);
                more |= !read.isEmpty() && read.getLast().seq() < stream.nextSeq() - 1;
            }
        }
        if (!rows.isEmpty()) {
            send(rows);
        }
        return more;
    }

    /** Up to where the stream need not be sent. */
    private long sentUpTo(Outbox.Stream stream) {
        Sent before = sent.get(stream.id());
        if (before == null || before.seq < stream.loggedSeq()) {
            return stream.loggedSeq();
        }
        Instant now = clock.instant();
        if (before.logged < stream.loggedSeq()) {
            sent.put(stream.id(), new Sent(before.seq, stream.loggedSeq(), now));
        } else if (before.since.plus(settings.resendAfter).isBefore(now)) {
            LOG.warnf(
                    "entries were sent but are not logged, sending them again stream=%s after=%d",
                    stream.id(), stream.loggedSeq());
            sent.remove(stream.id());
            return stream.loggedSeq();
        }
        return before.seq;
    }

    private void send(List<Outbox.Row> rows) throws InterruptedException {
        Producer<String, byte[]> to = producer();
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (Outbox.Row row : rows) {
            answers.add(to.send(new ProducerRecord<>(
                    Envelope.TOPIC, row.stream(), row.envelope().encode())));
        }
        to.flush();
        try {
            for (Future<RecordMetadata> answer : answers) {
                answer.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException(String.valueOf(e.getMessage()), e);
        }
        Instant now = clock.instant();
        for (Outbox.Row row : rows) {
            Sent before = sent.get(row.stream());
            sent.put(
                    row.stream(),
                    before == null ? new Sent(row.seq(), -1, now) : new Sent(row.seq(), before.logged, before.since));
        }
    }

    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> present = producer;
        if (present == null) {
            Map<String, Object> settingsOfProducer = new HashMap<>(kafka);
            settingsOfProducer.put(ProducerConfig.ACKS_CONFIG, "all");
            settingsOfProducer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            settingsOfProducer.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
            settingsOfProducer.put(ProducerConfig.LINGER_MS_CONFIG, 5);
            settingsOfProducer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) LONGEST_SEND.toMillis() / 2);
            settingsOfProducer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST_SEND.toMillis() / 3);
            settingsOfProducer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LONGEST_SEND.toMillis());
            settingsOfProducer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_MESSAGE);
            present = new KafkaProducer<>(settingsOfProducer, new StringSerializer(), new ByteArraySerializer());
            producer = present;
        }
        return present;
    }

    /** After a failure nothing is taken as sent: a later entry might have arrived where an earlier one did not. */
    private void startOver() {
        sent.clear();
        Producer<String, byte[]> present = producer;
        producer = null;
        if (present != null) {
            present.close(Duration.ofSeconds(1));
        }
    }
}
