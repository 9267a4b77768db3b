package io.inhouse.recording;

import io.inhouse.ledger.Leaf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What stands in Kafka, and the ledger's answer to it. */
final class EntriesTopic {
    private final String bootstrapServers;

    EntriesTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * The numbers and ids of every stream as a ledger takes them: in the order of arrival, repetitions left out.
     *
     * @throws AssertionError if a number arrives before the one below it
     */
    Map<String, List<String>> streams() {
        Map<String, List<String>> streams = new LinkedHashMap<>();
        for (Envelope envelope : messages()) {
            Leaf leaf = Leaf.parse(envelope.leaf());
            List<String> entries = streams.computeIfAbsent(leaf.stream(), s -> new ArrayList<>());
            if (leaf.seq() > entries.size()) {
                throw new AssertionError("number " + leaf.seq() + " arrived before " + entries.size());
            }
            if (leaf.seq() == entries.size()) {
                entries.add(leaf.id());
            } else if (!entries.get((int) leaf.seq()).equals(leaf.id())) {
                throw new AssertionError("number " + leaf.seq() + " arrived with two contents");
            }
        }
        return streams;
    }

    /** The ids of one stream, by number; empty if nothing of it arrived. */
    List<String> stream(String stream) {
        return streams().getOrDefault(stream, List.of());
    }

    int messageCount() {
        return messages().size();
    }

    void sayLogged(String stream, long seq) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            LoggedMessage.TOPIC, stream, new LoggedMessage(stream, seq, seq + 100).encode()))
                    .get();
        }
    }

    private List<Envelope> messages() {
        List<Envelope> messages = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Envelope.TOPIC, Duration.ofSeconds(20)).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(m -> messages.add(Envelope.parse(m.value())));
            }
        } catch (TimeoutException | NullPointerException notYetThere) {
            return List.of();
        }
        return messages;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("allow.auto.create.topics", false);
        return settings;
    }
}
