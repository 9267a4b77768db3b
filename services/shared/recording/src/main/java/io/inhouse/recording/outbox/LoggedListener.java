package io.inhouse.recording.outbox;

import io.inhouse.recording.LoggedMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the ledger what is logged, and empties the outbox of it. Every process reads the compacted topic from its
 * beginning, so nothing has to be remembered between processes.
 */
public final class LoggedListener implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LoggedListener.class);

    private final DataSource dataSource;
    private final Outbox outbox;
    private final Map<String, Object> kafka;
    private final String prefix;
    private final Duration retryAfter;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<String, byte[]> listening;

    /** @param service whose streams are looked after here */
    public LoggedListener(
            DataSource dataSource, Outbox outbox, Map<String, Object> kafka, String service, Duration retryAfter) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.kafka = Map.copyOf(kafka);
        this.prefix = service + "-";
        this.retryAfter = retryAfter;
        this.thread = Thread.ofPlatform().daemon().name("recording-logged").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping = true;
        KafkaConsumer<String, byte[]> consumer = listening;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (!thread.join(Duration.ofSeconds(1))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                listening = consumer;
                listen(consumer);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException | SQLException e) {
                LOG.debugf("what is logged cannot be learnt now reason=%s", e.getMessage());
            }
            try {
                TimeUnit.NANOSECONDS.sleep(retryAfter.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void listen(KafkaConsumer<String, byte[]> consumer) throws SQLException {
        List<PartitionInfo> partitions = consumer.partitionsFor(LoggedMessage.TOPIC, Duration.ofSeconds(20));
        if (partitions == null || partitions.isEmpty()) {
            return;
        }
        consumer.assign(partitions.stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        while (!stopping) {
            Map<String, Long> logged = new HashMap<>();
            for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                if (message.key() != null && message.key().startsWith(prefix) && message.value() != null) {
                    note(message, logged);
                }
            }
            apply(logged);
        }
    }

    private static void note(ConsumerRecord<String, byte[]> message, Map<String, Long> logged) {
        try {
            logged.merge(message.key(), LoggedMessage.parse(message.value()).seq(), Math::max);
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "a message about logged entries is malformed and ignored partition=%d offset=%d reason=%s",
                    message.partition(), message.offset(), e.getMessage());
        }
    }

    private void apply(Map<String, Long> logged) throws SQLException {
        if (logged.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, Long> stream : logged.entrySet()) {
                outbox.logged(connection, stream.getKey(), stream.getValue());
                connection.commit();
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
