package io.inhouse.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaResourceIT {
    @Test
    void whatWasSentBeforeTheBrokerDiedIsReadAfterItCameBack() throws Exception {
        try (KafkaResource.Broker broker = KafkaResource.startBroker()) {
            // Given
            send(broker, "first");

            // When
            broker.kill();
            broker.start();

            // Then
            send(broker, "second");
            assertThat(read(broker, 2)).containsExactly("first", "second");
        }
    }

    private static void send(KafkaResource.Broker broker, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("test.lines", "key", value)).get();
        }
    }

    private static List<String> read(KafkaResource.Broker broker, int wanted) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        "reader",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("test.lines"));
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (values.size() < wanted && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> values.add(message.value()));
            }
        }
        return values;
    }
}
