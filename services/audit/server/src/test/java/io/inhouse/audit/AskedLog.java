package io.inhouse.audit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.audit.sequence.Message;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.SignedNote;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.Recorder;
import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Ways to ask the audit server, and to give it something to log. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
abstract class AskedLog {
    static final TestToken OFFICER =
            TestIdentity.user("olga").in("demo", "approver").realm("compliance-officer");

    @Inject
    Recorder recorder;

    /** An id that no other test has. */
    static String freshDataset() {
        return "ds-" + UUID.randomUUID();
    }

    static AuditEvent.Builder event(String type, String dataset) {
        Caller ada =
                new Caller(TestToken.subjectOf("ada"), "ada", Caller.Kind.USER, "demo", Set.of("data-steward"), null);
        return AuditEvent.of(type).by(ada).object("dataset", dataset);
    }

    static RequestSpecification officer() {
        return given().auth().oauth2(OFFICER.sign()).contentType(ContentType.JSON);
    }

    static SignedNote head() {
        return SignedNote.parse(officer()
                .get("/api/audit/checkpoint")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    static void awaitObject(String object, int count) {
        Eventually.holds(() -> officer()
                .get("/api/audit/entries?object=" + object)
                .then()
                .statusCode(200)
                .body("entries.size()", equalTo(count)));
    }

    static void awaitEntries(String stream, int count) {
        Eventually.holds(() -> officer()
                .get("/api/audit/streams")
                .then()
                .body("streams.find { it.stream == '" + stream + "' }.entries", equalTo(count)));
    }

    static void send(String stream, List<Message> messages) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", KafkaResource.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            for (Message message : messages) {
                var _ = producer.send(new ProducerRecord<>(Envelope.TOPIC, stream, message.value()));
            }
            producer.flush();
        }
    }
}
