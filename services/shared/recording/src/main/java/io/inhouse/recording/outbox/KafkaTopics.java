package io.inhouse.recording.outbox;

import io.inhouse.egress.EgressGuard;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.LoggedMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the two topics of the record if they are not there. */
final class KafkaTopics {
    private KafkaTopics() {}

    /** @throws KafkaException if Kafka cannot be reached or refuses */
    static void create(Map<String, Object> kafka, int partitions) throws InterruptedException {
        NewTopic entries = new NewTopic(Envelope.TOPIC, Optional.of(partitions), Optional.empty())
                // Entries stay in the outbox until they are logged; a week is for whoever repairs the ledger.
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(TimeUnit.DAYS.toMillis(7)),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(OutboxRelay.LARGEST_MESSAGE)));
        NewTopic logged = new NewTopic(LoggedMessage.TOPIC, Optional.of(partitions), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try (Admin admin = Admin.create(kafka)) {
            checkBrokers(admin);
            for (NewTopic topic : List.of(entries, logged)) {
                try {
                    admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new KafkaException("the topic " + topic.name() + " cannot be made", e.getCause());
                    }
                } catch (TimeoutException e) {
                    throw new KafkaException("Kafka did not answer", e);
                }
            }
        }
    }

    /** Brokers say themselves where they are; the first one that was asked is in the configuration and was checked. */
    private static void checkBrokers(Admin admin) throws InterruptedException {
        try {
            for (Node broker : admin.describeCluster().nodes().get(20, TimeUnit.SECONDS)) {
                EgressGuard.ofThisProcess().check(broker.host());
            }
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka does not say where its brokers are", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not answer", e);
        }
    }
}
