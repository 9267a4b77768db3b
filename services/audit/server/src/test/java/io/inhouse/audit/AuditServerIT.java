package io.inhouse.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.inhouse.audit.head.HeadStore;
import io.inhouse.audit.sequence.LedgerOracle;
import io.inhouse.audit.sequence.Message;
import io.inhouse.audit.sequence.TestStream;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.Outcome;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.Tile;
import io.inhouse.ledger.TlogProof;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.LoggedMessage;
import io.inhouse.recording.Recorder;
import io.inhouse.testsupport.EndpointMatrix;
import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.inhouse.verify.BundleVerifier;
import io.inhouse.verify.Report;
import io.inhouse.verify.Verdict;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server: real Kafka, real PostgreSQL, real tokens. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "audit"))
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(TestIdentity.class)
@SuppressWarnings("NullAway.Init")
class AuditServerIT {
    private static final TestToken OFFICER =
            TestIdentity.user("olga").in("demo", "approver").realm("compliance-officer");

    @TempDir
    Path directory;

    @TestHTTPResource
    URI url;

    @Inject
    Recorder recorder;

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

        long size = Checkpoint.parse(head().text()).size();
        assertThat(size).isGreaterThanOrEqualTo(301);
        assertThat(announced(stream.name)).isEqualTo(300);
        Eventually.holds(() -> new LedgerOracle(dataSource, store, key)
                .assertIntact(Checkpoint.parse(head().text()).size()));
    }

    @Test
    void anOfficerFindsEntriesByWhatTheySay() {
        String dataset = "ds-" + System.nanoTime();
        recorder.recordNow(event("dataset.create", dataset).build());
        recorder.recordNow(event("dataset.approve", dataset).build());
        recorder.recordNow(event("job.submit", dataset).build());
        awaitObject(dataset, 3);

        officer()
                .get("/api/audit/entries?object=" + dataset + "&type=dataset.*")
                .then()
                .statusCode(200)
                .body("entries.type", contains("dataset.approve", "dataset.create"));
        officer()
                .get("/api/audit/entries?object=" + dataset + "&actor=" + TestToken.subjectOf("ada"))
                .then()
                .body("entries.size()", equalTo(3));
        officer()
                .get("/api/audit/entries?actor=" + TestToken.subjectOf("nobody-knows"))
                .then()
                .body("entries.size()", equalTo(0));
        officer()
                .get("/api/audit/entries?object=" + dataset + "&until=2020-01-01T00:00:00Z")
                .then()
                .body("entries.size()", equalTo(0));
        JsonPath first = officer()
                .get("/api/audit/entries?object=" + dataset + "&limit=2")
                .then()
                .body("entries.type", contains("job.submit", "dataset.approve"))
                .extract()
                .jsonPath();
        officer()
                .get("/api/audit/entries?object=" + dataset + "&limit=2&cursor=" + first.getString("cursor"))
                .then()
                .body("entries.type", contains("dataset.create"))
                .body("cursor", equalTo(null));
    }

    @Test
    void everyFilterNarrows() {
        String dataset = "ds-" + System.nanoTime();
        String purpose = "purpose-" + dataset;
        recorder.recordNow(event("dataset.create", dataset).purpose(purpose).build());
        recorder.recordNow(event("dataset.approve", dataset)
                .purpose(purpose)
                .outcome(Outcome.DENIED)
                .build());
        recorder.recordNow(event("dataset.seal", dataset).build());
        awaitObject(dataset, 3);

        for (var expected : Map.of(
                        "purpose=" + purpose,
                        2,
                        "purpose=" + purpose + "&outcome=denied",
                        1,
                        "purpose=" + purpose + "&type=dataset.create",
                        1,
                        "purpose=" + purpose + "&project=demo",
                        2,
                        "purpose=" + purpose + "&actor=" + TestToken.subjectOf("ada"),
                        2,
                        "purpose=" + purpose + "&since=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z",
                        2,
                        "purpose=" + purpose + "&since=2999-01-01T00:00:00Z",
                        0,
                        "purpose=another",
                        0)
                .entrySet()) {
            officer()
                    .get("/api/audit/entries?" + expected.getKey())
                    .then()
                    .statusCode(200)
                    .body("entries.size()", equalTo(expected.getValue()));
        }
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        String dataset = "ds-" + System.nanoTime();
        for (int i = 0; i < 11; i++) {
            recorder.recordNow(event("dataset.upload", dataset).build());
        }
        awaitObject(dataset, 11);
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = officer()
                    .get("/api/audit/entries?limit=3&object=" + dataset + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("entries.index", Integer.class));
            cursor = page.getString("cursor");
        } while (cursor != null);
        assertThat(seen).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void theRecordIsReadAsOpenAiGivesIt() {
        String dataset = "ds-" + System.nanoTime();
        String first = recorder.recordNow(event("dataset.create", dataset).build());
        recorder.recordNow(event("dataset.seal", dataset).build());
        String last = recorder.recordNow(event("dataset.approve", dataset).build());
        awaitObject(dataset, 3);
        String all = "/v1/organization/audit_logs?resource_ids[]=" + dataset;

        officer()
                .get(all)
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.type", contains("dataset.approve", "dataset.seal", "dataset.create"))
                .body("data[0].actor.type", equalTo("session"))
                .body("data[0].project.id", equalTo("demo"))
                .body("data[0].'dataset.approve'.id", equalTo(dataset))
                .body("first_id", equalTo(last))
                .body("last_id", equalTo(first))
                .body("has_more", equalTo(false));
        officer().get(all + "&limit=2").then().body("data.size()", equalTo(2)).body("has_more", equalTo(true));
        officer().get(all + "&after=" + last).then().body("data.type", contains("dataset.seal", "dataset.create"));
        officer()
                .get(all + "&limit=1&before=" + first)
                .then()
                .body("data.type", contains("dataset.seal"))
                .body("has_more", equalTo(true));
        officer()
                .get(all + "&event_types[]=dataset.create&event_types[]=dataset.seal&project_ids[]=demo&actor_ids[]="
                        + TestToken.subjectOf("ada"))
                .then()
                .body("data.size()", equalTo(2));
        officer().get(all + "&effective_at[gt]=4000000000").then().body("data.size()", equalTo(0));
        officer()
                .get(all + "&effective_at[gte]=1&effective_at[lt]=4000000000")
                .then()
                .body("data.size()", equalTo(3));
        for (String bad :
                List.of("limit=101", "limit=x", "actor_emails[]=a@b", "after=evt-none", "effective_at[gt]=x")) {
            officer()
                    .get("/v1/organization/audit_logs?" + bad)
                    .then()
                    .statusCode(400)
                    .body("error.code", not(nullValue()));
        }
    }

    @Test
    void parametersAreHonouredOrRefused() {
        for (String query : List.of("kind=x", "limit=0", "limit=501", "limit=x", "since=yesterday", "cursor=-1")) {
            officer()
                    .get("/api/audit/entries?" + query)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid_request"));
        }
        officer().get("/api/audit/entries/evt-unknown").then().statusCode(404);
    }

    @Test
    void anEntryComesWithAProofThatItIsInTheLog() throws Exception {
        String dataset = "ds-" + System.nanoTime();
        String id = recorder.recordNow(event("dataset.create", dataset).build());
        awaitObject(dataset, 1);

        JsonPath receipt = officer()
                .get("/api/audit/entries/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        SignedNote note = SignedNote.parse(receipt.getString("checkpoint"));
        assertThat(note.verify(List.of(key))).containsExactly(key);
        Checkpoint head = Checkpoint.parse(note.text());
        Hash leaf = Hash.ofLeaf(receipt.getString("leaf").getBytes(StandardCharsets.UTF_8));
        List<Hash> proof = receipt.getList("inclusionProof", String.class).stream()
                .map(Hash::parse)
                .toList();
        assertThat(Proofs.includes(receipt.getLong("entry.index"), head.size(), leaf, proof, head.root()))
                .isTrue();
    }

    @Test
    void aContentIsShownOnlyOnTheRecord() {
        String dataset = "ds-" + System.nanoTime();
        String id = recorder.recordNow(
                event("dataset.create", dataset).content("title", "Röntgen").build());
        awaitObject(dataset, 1);

        officer()
                .body("{}")
                .post("/api/audit/entries/" + id + "/content")
                .then()
                .statusCode(400);
        String recordedAs = officer()
                .body(Map.of("reason", "complaint 17"))
                .post("/api/audit/entries/" + id + "/content")
                .then()
                .statusCode(200)
                .body("content.title", equalTo("Röntgen"))
                .body("content.actor", equalTo("ada"))
                .extract()
                .path("recordedAs");

        awaitObject(id, 1);
        officer()
                .get("/api/audit/entries/" + recordedAs)
                .then()
                .body("entry.type", equalTo("payload.read"))
                .body("entry.objects.id", contains(id));
    }

    @Test
    void aBundleHoldsItsOwnExportAndVerifiesWithoutTheServer() throws Exception {
        String dataset = "ds-" + System.nanoTime();
        recorder.recordNow(event("dataset.create", dataset).build());
        awaitObject(dataset, 1);

        Path bundle = export(Map.of("reason", "yearly audit", "openContents", true));

        Report report = BundleVerifier.verify(
                bundle, VerifierKey.parse(Files.readString(store.directory().resolve("log.vkey"))), null);
        assertThat(report.problems()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            String leaves =
                    new String(zip.getInputStream(zip.getEntry("leaves.jsonl")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(leaves.lines().toList().getLast()).contains("\"type\":\"export.create\"");
            String openings = new String(
                    zip.getInputStream(zip.getEntry("openings.jsonl")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(openings).contains("yearly audit");
        }
    }

    @Test
    void aPartOfTheLogVerifiesAgainstTheWholeTreeAndAKeptHead() throws Exception {
        for (int i = 0; i < 5; i++) {
            recorder.recordNow(event("dataset.create", "ds-x").build());
        }
        byte[] kept = head().encode().getBytes(StandardCharsets.UTF_8);
        Path all = export(Map.of("reason", "kept head"));
        Path part = export(Map.of("reason", "a part", "from", 1, "to", 3));

        assertThat(BundleVerifier.verify(all, key, kept).problems()).isEmpty();
        assertThat(BundleVerifier.verify(part, key, null).problems()).isEmpty();
        officer()
                .body(Map.of("reason", "x", "from", 1_000_000))
                .post("/api/audit/bundles")
                .then()
                .statusCode(400);
        officer()
                .body(Map.of("reason", "x", "from", 3, "to", 3))
                .post("/api/audit/bundles")
                .then()
                .statusCode(400);
        officer().body(Map.of("reason", " ")).post("/api/audit/bundles").then().statusCode(400);
    }

    /** A foreign reader has the tree head, the tiles and the log's keys, and believes nothing else. */
    @Test
    void aForeignToolWalksTheLogByItsTiles() throws Exception {
        TestStream stream = new TestStream("datasets");
        List<Message> messages = new ArrayList<>(List.of(stream.open()));
        messages.addAll(stream.entries(600));
        send(stream.name, messages);
        awaitEntries(stream.name, 601);

        SignedNote note = SignedNote.parse(given().get("/log/checkpoint")
                .then()
                .statusCode(200)
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .extract()
                .asString());
        String policy = officer().get("/api/audit/policy").then().extract().asString();
        assertThat(TrustPolicy.parse(policy).verify(note)).hasSize(2);
        Checkpoint head = Checkpoint.parse(note.text());
        CompactRange tree = new CompactRange();
        Map<Integer, List<Hash>> expected = new TreeMap<>();
        for (Tile tile : Tile.of(head.size())) {
            byte[] hashes = tile("/log/" + tile.path(), given());
            assertThat(hashes).hasSize(tile.width() * Hash.SIZE);
            if (tile.level() > 0) {
                for (int i = 0; i < tile.width(); i++) {
                    assertThat(Arrays.copyOfRange(hashes, i * Hash.SIZE, (i + 1) * Hash.SIZE))
                            .isEqualTo(expected.getOrDefault(tile.nodeLevel(), List.of())
                                    .get((int) tile.first() + i)
                                    .bytes());
                }
                continue;
            }
            byte[] entries = tile("/log/" + new Tile(Tile.ENTRIES, tile.index(), tile.width()).path(), officer());
            ByteBuffer bundle = ByteBuffer.wrap(entries);
            for (int i = 0; i < tile.width(); i++) {
                byte[] leaf = new byte[Short.toUnsignedInt(bundle.getShort())];
                bundle.get(leaf);
                assertThat(Hash.ofLeaf(leaf).bytes())
                        .isEqualTo(Arrays.copyOfRange(hashes, i * Hash.SIZE, (i + 1) * Hash.SIZE));
                tree.append(
                        Hash.ofLeaf(leaf),
                        (level, index, hash) -> expected.computeIfAbsent(level, l -> new ArrayList<>())
                                .add(hash));
            }
            assertThat(bundle.remaining()).isZero();
        }
        assertThat(tree.root()).isEqualTo(head.root());
    }

    @Test
    void whatIsNoTileOfTheLogIsNotFound() {
        for (String path : List.of("0/x999/999", "0/0", "0/000.p/0", "9/000", "64/000", "0/000/1", "0/000.p/256")) {
            given().get("/log/tile/" + path).then().statusCode(404);
        }
        given().get("/log/tile/entries/000.p/1").then().statusCode(401);
        given().auth()
                .oauth2(TestIdentity.app("key-1").in("demo", "app").sign())
                .get("/log/tile/entries/000.p/1")
                .then()
                .statusCode(403);
        assertThat(tile("/log/tile/entries/000.p/1", officer())).isNotEmpty();
    }

    @Test
    void aReceiptIsEnoughForWhoeverHasTheLogsKeys() throws Exception {
        String dataset = "ds-" + System.nanoTime();
        String id = recorder.recordNow(event("dataset.create", dataset).build());
        awaitObject(dataset, 1);

        byte[] receipt = given().auth()
                .oauth2(TestIdentity.app("key-1").in("demo", "app").sign())
                .get("/api/audit/entries/" + id + "/proof")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString(".tlog-proof"))
                .extract()
                .asByteArray();

        TlogProof proof = TlogProof.parse(receipt);
        byte[] leaf = Objects.requireNonNull(proof.extra());
        proof.verify(leaf, TrustPolicy.of(List.of(key)));
        assertThat(Leaf.parse(leaf).id()).isEqualTo(id);
        given().auth()
                .oauth2(TestIdentity.app("key-2").in("another", "app").sign())
                .get("/api/audit/entries/" + id + "/proof")
                .then()
                .statusCode(404);
        officer().get("/api/audit/entries/evt-unknown/proof").then().statusCode(404);
    }

    private static byte[] tile(String path, RequestSpecification caller) {
        return caller.get(path)
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Cache-Control", containsString("immutable"))
                .extract()
                .asByteArray();
    }

    @Test
    void anybodyWithATokenMayHaveTheHeadAndTheKey() {
        RequestSpecification app = given().auth()
                .oauth2(TestIdentity.app("key-1").in("demo", "app").sign());

        app.get("/api/audit/key").then().statusCode(200).body(equalTo(key + "\n"));
        app.get("/api/audit/checkpoint").then().statusCode(200).body(startsWith("audit.test/log\n"));
    }

    @Test
    void theStateOfStreamsIsShown() {
        officer()
                .get("/api/audit/streams")
                .then()
                .statusCode(200)
                .body("origin", equalTo("audit.test/log"))
                .body("sequencer", equalTo("reading"))
                .body("streams.find { it.service == 'audit' }.state", equalTo("OPEN"));
    }

    @Test
    void healthTellsHowTheSequencerIsDoing() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'sequencer' }.data.state", equalTo("READING"))
                .body("checks.find { it.name == 'sequencer' }.data.setAside", equalTo(0));
    }

    @Test
    void everyEndpointAsksForItsRole() {
        EndpointMatrix matrix = EndpointMatrix.ask(url);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).containsExactlyInAnyOrder("GET /log/checkpoint", "GET /log/tile/{level}/{index}");
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/audit/checkpoint: every member",
                        "GET /api/audit/entries/{id}/proof: every member",
                        "GET /api/audit/entries/{id}: compliance-officer",
                        "GET /api/audit/entries: compliance-officer",
                        "GET /api/audit/key: every member",
                        "GET /api/audit/policy: every member",
                        "GET /api/audit/streams: compliance-officer, platform-admin",
                        "GET /log/checkpoint: everybody, also without a token",
                        "GET /log/tile/entries/{index}: compliance-officer",
                        "GET /log/tile/{level}/{index}: everybody, also without a token",
                        "GET /v1/organization/audit_logs: compliance-officer",
                        "POST /api/audit/bundles: compliance-officer",
                        "POST /api/audit/entries/{id}/content: compliance-officer");
    }

    private Path export(Map<String, Object> request) throws Exception {
        byte[] zip = officer()
                .body(request)
                .post("/api/audit/bundles")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
        return Files.write(Files.createTempFile(directory, "bundle", ".zip"), zip);
    }

    private static AuditEvent.Builder event(String type, String dataset) {
        Caller ada =
                new Caller(TestToken.subjectOf("ada"), "ada", Caller.Kind.USER, "demo", Set.of("data-steward"), null);
        return AuditEvent.of(type).by(ada).object("dataset", dataset);
    }

    private static RequestSpecification officer() {
        return given().auth().oauth2(OFFICER.sign()).contentType(ContentType.JSON);
    }

    private SignedNote head() {
        return SignedNote.parse(officer()
                .get("/api/audit/checkpoint")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private void awaitObject(String object, int count) {
        Eventually.holds(() -> officer()
                .get("/api/audit/entries?object=" + object)
                .then()
                .statusCode(200)
                .body("entries.size()", equalTo(count)));
    }

    private void awaitEntries(String stream, int count) {
        Eventually.holds(() -> officer()
                .get("/api/audit/streams")
                .then()
                .body("streams.find { it.stream == '" + stream + "' }.entries", equalTo(count)));
    }

    private static void send(String stream, List<Message> messages) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", KafkaResource.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            for (Message message : messages) {
                var _ = producer.send(new ProducerRecord<>(Envelope.TOPIC, stream, message.value()));
            }
            producer.flush();
        }
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
