package io.inhouse.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.inhouse.ledger.Leaf;
import io.inhouse.testsupport.EndpointMatrix;
import io.inhouse.testsupport.KafkaResource;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry over HTTP, on PostgreSQL and Kafka, with the real recorder. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "registry"))
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(TestIdentity.class)
@SuppressWarnings("NullAway.Init")
class RegistryIT {
    private static final TestToken ADMIN = TestIdentity.user("ada").realm("platform-admin");
    private static final TestToken TUNING = TestIdentity.service("svc-tuning");
    private static final TestToken OWNER = TestIdentity.user("erik").in("demo", "ml-engineer", "approver");
    private static final TestToken APPROVER = TestIdentity.user("amir").in("demo", "approver");
    private static final String DATASET_DIGEST = "sha256:" + "d".repeat(64);

    @Inject
    DataSource dataSource;

    @TestHTTPResource
    URI address;

    @TempDir
    Path temporary;

    @Test
    void aBaseModelIsCopiedNamedByItsFilesAndRecorded() throws Exception {
        Path source = TinyModel.write(temporary.resolve("first"), 1.5f);

        ValidatableResponse imported = importBase("first/model-1", source, null).statusCode(200);

        String digest = imported.extract().path("digest");
        String directory = imported.extract().path("directory");
        imported.body("id", startsWith("model-"))
                .body("parameters", equalTo(192))
                .body("architecture", equalTo("LlamaForCausalLM"))
                .body("files.name", hasItems("config.json", "model.safetensors", "tokenizer.json"))
                .body("registeredBy", equalTo("ada"));
        assertThat(Path.of(directory)).hasFileName(digest.replace(':', '-'));
        assertThat(Path.of(directory, "model.safetensors")).hasSameBinaryContentAs(source.resolve("model.safetensors"));
        for (String key : List.of("first/model-1", digest, imported.extract().<String>path("id"))) {
            as(OWNER).get("/api/models/base/" + key).then().statusCode(200).body("digest", equalTo(digest));
        }
        assertThat(recorded(digest)).containsExactly("model.register success");
        // The same again is the same.
        importBase("first/model-1", source, digest).statusCode(200).body("digest", equalTo(digest));
        assertThat(recorded(digest)).hasSize(1);
    }

    @Test
    void aGgufFileIsConvertedAndADamagedOneExplained() throws Exception {
        Path whole = Path.of("..", "model-format", "src", "test", "resources", "golden", "mixed.gguf")
                .toAbsolutePath();
        Path folder = Files.createDirectories(temporary.resolve("folder"));
        Files.copy(whole, folder.resolve("any-name.gguf"));
        byte[] bytes = Files.readAllBytes(whole);
        Path damaged = Files.write(temporary.resolve("damaged.gguf"), Arrays.copyOf(bytes, bytes.length - 500));

        ValidatableResponse imported = importBase("from-gguf", whole, null).statusCode(200);

        imported.body("architecture", equalTo("LlamaForCausalLM"))
                .body("files.name", hasItems("config.json", "model.safetensors", "tokenizer.json"));
        importBase("from-gguf", folder, imported.extract().path("digest")).statusCode(200);
        importBase("damaged", damaged, null).statusCode(422).body("detail", containsString("truncated"));
    }

    @Test
    void anUnexpectedDigestAndATakenNameImportNothing() throws Exception {
        Path source = TinyModel.write(temporary.resolve("second"), 2.5f);
        String wrong = "sha256:" + "0".repeat(64);
        importBase("second", source, wrong)
                .statusCode(422)
                .body("detail", containsString(wrong))
                .body("param", equalTo("expectedDigest"));
        as(OWNER).get("/api/models/base/second").then().statusCode(404);

        importBase("second", source, null).statusCode(200);
        importBase("second", TinyModel.write(temporary.resolve("other"), 3.5f), null)
                .statusCode(409)
                .body("param", equalTo("name"));
        importBase("second-again", source, null).statusCode(409).body("detail", containsString("second"));
    }

    @Test
    void anUnusableDirectoryIsExplained() throws Exception {
        Path sharded = TinyModel.writeSharded(temporary.resolve("sharded"));
        Files.delete(sharded.resolve("model-00001-of-00002.safetensors"));
        Path pickled = TinyModel.write(temporary.resolve("pickled"), 1);
        Files.writeString(pickled.resolve("pytorch_model.bin"), "x");

        importBase("sharded", sharded, null).statusCode(422).body("detail", containsString("shards are missing"));
        importBase("pickled", pickled, null).statusCode(422).body("detail", containsString("pickle"));
        importBase("nowhere", temporary.resolve("nowhere"), null)
                .statusCode(400)
                .body("param", equalTo("directory"));
        importBase("relative", Path.of("models"), null).statusCode(400).body("param", equalTo("directory"));
        importBase("../../escape", sharded, null).statusCode(400).body("param", equalTo("name"));
        importBase("no-licence", sharded, null, " ").statusCode(400).body("param", equalTo("licence"));
    }

    @Test
    void anAdapterGoesFromRegistrationToAnAliasWithASecondPerson() throws Exception {
        // Given
        String base = base("third", 4);
        ValidatableResponse registered = register("ftjob-third", base, 8, 0.25f).statusCode(200);
        String id = registered.extract().path("id");
        String digest = registered.extract().path("digest");
        registered
                .body("state", equalTo("registered"))
                .body("rank", equalTo(2))
                .body("baseModelName", equalTo("third"))
                .body("aliases", hasSize(0))
                .body("recipe.learningRate", equalTo(0.001f));

        // Then: asking twice gives the same, other files are refused
        register("ftjob-third", base, 8, 0.25f).statusCode(200).body("id", equalTo(id));
        register("ftjob-third", base, 8, 0.5f).statusCode(409);

        // Then: the owner is refused and that is recorded
        decide(OWNER, id, "approve", Map.of("alias", "queues", "comment", "looks good"))
                .statusCode(403)
                .body("code", equalTo("four_eyes"))
                .body("detail", containsString("erik"));
        as(APPROVER).get("/api/models/aliases").then().body("name", not(hasItem("queues")));

        // Then: somebody else may
        decide(APPROVER, id, "approve", Map.of("alias", "queues", "comment", "12 points above base"))
                .statusCode(200)
                .body("state", equalTo("approved"))
                .body("decidedBy", equalTo("amir"))
                .body("aliases", hasItem("queues"));
        as(APPROVER)
                .get("/api/models/aliases")
                .then()
                .body("find { it.name == 'queues' }.adapterDigest", equalTo(digest))
                .body("find { it.name == 'queues' }.baseModel", equalTo(base));
        assertThat(recorded(digest))
                .containsExactly(
                        "model.register success",
                        "model.approve denied",
                        "model.approve success",
                        "model.alias success");

        // Then: it is retired with its alias
        decide(APPROVER, id, "reject", Map.of("comment", "too late")).statusCode(409);
        decide(APPROVER, id, "retire", Map.of("comment", "replaced"))
                .statusCode(200)
                .body("state", equalTo("retired"))
                .body("aliases", hasSize(0));
        decide(APPROVER, id, "approve", Map.of("alias", "queues", "comment", "again"))
                .statusCode(409);
    }

    @Test
    void anAliasMovesToANewAdapterAndBack() throws Exception {
        String base = base("moving", 5);
        String first = register("ftjob-m1", base, 8, 0.1f).extract().path("id");
        String second = register("ftjob-m2", base, 8, 0.2f).extract().path("id");
        for (String adapter : List.of(first, second, first)) {
            decide(APPROVER, adapter, "approve", Map.of("alias", "moves", "comment", "now this one"))
                    .statusCode(200);
            as(APPROVER)
                    .get("/api/models/aliases")
                    .then()
                    .body("find { it.name == 'moves' }.adapter", equalTo(adapter));
        }
        decide(APPROVER, second, "approve", Map.of("alias", "moving", "comment", "a base model's name"))
                .statusCode(409)
                .body("param", equalTo("alias"));
        decide(APPROVER, second, "approve", Map.of("alias", "Not an alias", "comment", "x"))
                .statusCode(400);
        decide(APPROVER, second, "approve", Map.of("alias", "fine", "comment", " "))
                .statusCode(400);
    }

    @Test
    void aRollBackPointsTheAliasToTheAdapterBeforeOnceAndIsRecorded() throws Exception {
        String base = base("rolling", 41);
        String first = register("ftjob-r1", base, 8, 0.1f).extract().path("id");
        String second = register("ftjob-r2", base, 8, 0.2f).extract().path("id");
        for (String adapter : List.of(first, second)) {
            decide(APPROVER, adapter, "approve", Map.of("alias", "rolls", "comment", "now this one"));
        }

        rollBack(second).statusCode(200).body("adapter", equalTo(first)).body("previous", equalTo(second));

        as(OWNER).get("/api/models/aliases").then().body("find { it.name == 'rolls' }.adapter", equalTo(first));
        // Who comes second with the same wish does not undo it.
        rollBack(second).statusCode(409).body("detail", containsString("has been moved meanwhile"));
    }

    @Test
    void anAliasThatPointedNowhereElseCannotBeRolledBack() throws Exception {
        String only = register("ftjob-r3", base("rolling-once", 77), 8, 0.1f)
                .extract()
                .path("id");
        decide(APPROVER, only, "approve", Map.of("alias", "rolls-not", "comment", "the first"));

        as(APPROVER)
                .contentType("application/json")
                .body(Map.of("from", only, "comment", "oh no"))
                .post("/api/models/aliases/rolls-not/roll-back")
                .then()
                .statusCode(409)
                .body("detail", containsString("never pointed to another adapter"));
    }

    private ValidatableResponse rollBack(String from) {
        return as(APPROVER)
                .contentType("application/json")
                .body(Map.of("from", from, "comment", "answers got worse"))
                .post("/api/models/aliases/rolls/roll-back")
                .then();
    }

    @Test
    void lineageLeadsBackToEverythingAnAdapterIsMadeOf() throws Exception {
        String base = base("lineage", 6);
        String id = register("ftjob-lineage", base, 8, 0.1f).extract().path("id");

        as(APPROVER)
                .get("/api/models/adapters/" + id + "/lineage")
                .then()
                .statusCode(200)
                .body("nodes.kind", hasItems("adapter", "tuning-job", "dataset-version", "recipe", "base-model"))
                .body("nodes.find { it.kind == 'base-model' }.digest", equalTo(base))
                .body("nodes.find { it.kind == 'dataset-version' }.digest", equalTo(DATASET_DIGEST))
                .body("nodes.find { it.kind == 'recipe' }.facts.rank", equalTo(2))
                .body("edges.find { it.relation == 'produced-by' }.from", equalTo(id))
                .body("edges.find { it.relation == 'trained-on' }.to", equalTo("dsv-1"))
                .body("edges", hasSize(5));
    }

    @Test
    void theFilesComeBackAsTheyWere() throws Exception {
        String base = base("files", 7);
        String id = register("ftjob-files", base, 8, 0.75f).extract().path("id");
        byte[] expected = Files.readAllBytes(temporary.resolve("ftjob-files").resolve("adapter_model.safetensors"));

        byte[] served = as(TUNING)
                .header("OpenAI-Project", "demo")
                .get("/api/models/adapters/" + id + "/files/adapter_model.safetensors")
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .extract()
                .asByteArray();

        assertThat(served).isEqualTo(expected);
        as(OWNER).get("/api/models/adapters/" + id + "/files/passwd").then().statusCode(404);
    }

    @Test
    void filesOfAnAdapterAreForWhoMayReadThemInItsStateAndEveryReadingIsRecorded() throws Exception {
        // Given
        TestToken engineer = TestIdentity.user("ines").in("demo", "ml-engineer");
        TestToken owner = TestIdentity.user("erik").in("demo", "ml-engineer");
        ValidatableResponse registered = register("ftjob-read", base("read", 12), 8, 0.3f);
        String id = registered.extract().path("id");

        // Then: before approval it is for approvers, services and the job's owner
        file(owner, id).statusCode(200);
        file(APPROVER, id).statusCode(200);
        file(TUNING, id).statusCode(200);
        file(engineer, id).statusCode(403).body("code", equalTo("forbidden")).body("detail", containsString("erik"));

        // Then: approved it is for every engineer, retired for nobody
        decide(APPROVER, id, "approve", Map.of("alias", "readable", "comment", "fine"))
                .statusCode(200);
        file(engineer, id).statusCode(200);
        decide(APPROVER, id, "retire", Map.of("comment", "replaced")).statusCode(200);
        file(TUNING, id).statusCode(409).body("detail", containsString("retired"));
        file(owner, id).statusCode(409);
        assertThat(recorded(registered.extract().path("digest")).stream()
                        .filter(entry -> entry.startsWith("model.read")))
                .containsExactly(
                        "model.read success",
                        "model.read success",
                        "model.read success",
                        "model.read denied",
                        "model.read success",
                        "model.read denied",
                        "model.read denied");
    }

    private static ValidatableResponse file(TestToken caller, String adapter) {
        return as(caller)
                .header("OpenAI-Project", "demo")
                .get("/api/models/adapters/" + adapter + "/files/adapter_config.json")
                .then();
    }

    @Test
    void anApiKeyApprovesNothing() throws Exception {
        ValidatableResponse registered = register("ftjob-key", base("key", 13), 8, 0.3f);

        decide(
                        TestIdentity.app("key-robot").in("demo", "approver"),
                        registered.extract().path("id"),
                        "approve",
                        Map.of("alias", "robots", "comment", "beep"))
                .statusCode(403)
                .body("code", equalTo("four_eyes"))
                .body("detail", containsString("API key"));

        assertThat(recorded(registered.extract().path("digest")))
                .containsExactly("model.register success", "model.approve denied");
    }

    @Test
    void aBaseModelDoesNotTakeTheNameOfAnAlias() throws Exception {
        String id = register("ftjob-name", base("named", 14), 8, 0.3f).extract().path("id");
        decide(APPROVER, id, "approve", Map.of("alias", "taken-name", "comment", "fine"))
                .statusCode(200);

        importBase("taken-name", TinyModel.write(temporary.resolve("taken"), 15), null)
                .statusCode(409)
                .body("param", equalTo("name"))
                .body("detail", containsString("alias"));

        as(OWNER).get("/api/models/base/taken-name").then().statusCode(404);
    }

    /** The lock is held by hand: an approval and an import of one name pass one after the other. */
    @Test
    void anImportAndAnApprovalOfOneNameWaitForEachOther() throws Exception {
        String id =
                register("ftjob-race", base("racing", 16), 8, 0.3f).extract().path("id");
        Path source = TinyModel.write(temporary.resolve("contested"), 17);
        CompletableFuture<Integer> imported;
        CompletableFuture<Integer> approved;
        try (Connection other = dataSource.getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("SELECT pg_advisory_xact_lock(hashtextextended('contested', 0))");
            imported = CompletableFuture.supplyAsync(
                    () -> importBase("contested", source, null).extract().statusCode(), Thread::startVirtualThread);
            approved = CompletableFuture.supplyAsync(
                    () -> decide(APPROVER, id, "approve", Map.of("alias", "contested", "comment", "fine"))
                            .extract()
                            .statusCode(),
                    Thread::startVirtualThread);
            awaitWaiting(lock, 2);
            other.rollback();
        }

        assertThat(List.of(imported.join(), approved.join())).containsExactlyInAnyOrder(200, 409);
    }

    private static void awaitWaiting(Statement statement, int sessions) throws SQLException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        int waiting = 0;
        while (waiting < sessions) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT count(*), pg_sleep(0.05) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
                rows.next();
                waiting = rows.getInt(1);
            }
        }
    }

    @Test
    void anAdapterThatDoesNotFitItsBaseIsRefused() throws Exception {
        String base = base("misfit", 8);
        register("ftjob-shape", base, 16, 0.1f).statusCode(422).body("detail", containsString("q_proj"));
        register("ftjob-base", "sha256:" + "1".repeat(64), 8, 0.1f)
                .statusCode(422)
                .body("param", equalTo("baseModel"));
        String other = base("misfit-other", 9);
        Path adapter = TinyModel.writeAdapter(temporary.resolve("other-base"), other, 8, 0.1f);
        register(metadata("ftjob-other", base), adapter).statusCode(422).body("detail", containsString(other));
        register("ftjob-nan", base, 8, Float.NaN).statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/lineage", "/files/adapter_config.json"})
    void anAdapterOfAnotherProjectDoesNotExist(String below) throws Exception {
        String base = base("private", 10);
        String id = register("ftjob-private", base, 8, 0.1f).extract().path("id");

        as(TestIdentity.user("zoe").in("claims", "ml-engineer", "approver"))
                .get("/api/models/adapters/" + id + below)
                .then()
                .statusCode(404);
        decide(
                        TestIdentity.user("zoe").in("claims", "approver"),
                        id,
                        "approve",
                        Map.of("alias", "stolen", "comment", "mine now"))
                .statusCode(404);
    }

    @Test
    void everyEndpointAnswersEachRoleAsItsAnnotationSays() {
        EndpointMatrix matrix = EndpointMatrix.ask(address);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isEmpty();
        assertThat(matrix.asked()).isGreaterThanOrEqualTo(10 * 8);
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /api/models/adapters/{adapter}/files/{name}: approver, ml-engineer, service",
                        "GET /api/models/adapters/{adapter}/lineage: every member",
                        "GET /api/models/adapters/{adapter}: every member",
                        "GET /api/models/aliases: every member",
                        "GET /api/models/base/{model}: every member",
                        "GET /api/models: every member",
                        "POST /api/models/adapters/{adapter}/approve: approver",
                        "POST /api/models/adapters/{adapter}/reject: approver",
                        "POST /api/models/adapters/{adapter}/retire: approver",
                        "POST /api/models/adapters: service",
                        "POST /api/models/aliases/{alias}/roll-back: approver",
                        "POST /api/models/base: platform-admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE base_model SET licence = 'other'",
                "DELETE FROM base_model",
                "TRUNCATE base_model CASCADE",
                "UPDATE adapter SET digest = 'sha256:' || repeat('0', 64)",
                "UPDATE adapter SET owner = 'somebody else'",
                "UPDATE adapter SET state = 'retired' WHERE state = 'registered'",
                "UPDATE adapter SET state = 'approved', decided_by = owner, decided_at = now(), comment = 'me' WHERE state = 'registered'",
                "UPDATE adapter SET state = 'approved', decided_by = registrar, decided_at = now(), comment = 'me' WHERE state = 'registered'",
                "UPDATE adapter SET state = 'approved' WHERE state = 'registered'",
                "DELETE FROM adapter",
                "DELETE FROM model_alias_move",
                "TRUNCATE adapter CASCADE",
                "INSERT INTO model_alias (project_id, name, adapter_id, since) SELECT project_id, 'sneaky', id, now() FROM adapter WHERE state = 'registered'",
                "INSERT INTO model_alias (project_id, name, adapter_id, since) SELECT 'claims', 'sneaky', id, now() FROM adapter WHERE state = 'registered'",
            })
    void theDatabaseItselfRefuses(String sql) throws Exception {
        String base = base("constraints", 11);
        register("ftjob-constraints", base, 8, 0.1f);

        assertThatThrownBy(() -> execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        // Class 23: a constraint was violated; anything else would be a fault of this test.
                        e -> assertThat(e.getSQLState()).startsWith("23"));
    }

    private static RequestSpecification as(TestToken caller) {
        return given().auth().oauth2(caller.sign());
    }

    private ValidatableResponse importBase(String name, Path directory, @Nullable String expected) {
        return importBase(name, directory, expected, "MIT");
    }

    private ValidatableResponse importBase(String name, Path directory, @Nullable String expected, String licence) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("directory", directory.toString());
        body.put("licence", licence);
        body.put("source", "made by this test");
        body.put("expectedDigest", expected);
        return as(ADMIN)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/models/base")
                .then();
    }

    /** @return the digest */
    private String base(String name, float value) throws IOException {
        return importBase(name, TinyModel.write(temporary.resolve(name), value), null)
                .statusCode(200)
                .extract()
                .path("digest");
    }

    private ValidatableResponse register(String job, String base, long in, float value) throws IOException {
        return register(metadata(job, base), TinyModel.writeAdapter(temporary.resolve(job), base, in, value));
    }

    private static ValidatableResponse register(Map<String, Object> metadata, Path adapter) {
        return as(TUNING)
                .header("OpenAI-Project", "demo")
                .multiPart("metadata", metadata, "application/json")
                .multiPart(
                        "adapter_model.safetensors",
                        adapter.resolve("adapter_model.safetensors").toFile())
                .multiPart(
                        "adapter_config.json",
                        adapter.resolve("adapter_config.json").toFile())
                .post("/api/models/adapters")
                .then();
    }

    private static Map<String, Object> metadata(String job, String base) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("suffix", "queues");
        metadata.put("job", job);
        metadata.put("owner", TestToken.subjectOf("erik"));
        metadata.put("ownerName", "erik");
        metadata.put("baseModel", base);
        metadata.put("datasetVersion", "dsv-1");
        metadata.put("datasetDigest", DATASET_DIGEST);
        metadata.put("purpose", "customer-service");
        metadata.put("recipe", Map.of("rank", 2, "learningRate", 0.001));
        metadata.put("evaluation", Map.of("baseExactMatch", 0.1, "tunedExactMatch", 0.9));
        metadata.put("codeVersion", "0.1.0");
        return metadata;
    }

    private static ValidatableResponse decide(TestToken who, String id, String what, Map<String, String> body) {
        return as(who).contentType(ContentType.JSON)
                .body(body)
                .post("/api/models/adapters/" + id + "/" + what)
                .then();
    }

    /** Type and outcome of the entries about an object, in order. */
    private List<String> recorded(String digest) throws Exception {
        List<String> entries = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT leaf FROM recording.outbox ORDER BY seq")) {
            while (rows.next()) {
                Leaf leaf = Leaf.parse(rows.getBytes(1));
                if (leaf.objects().stream().anyMatch(object -> digest.equals(object.digest()))) {
                    entries.add(leaf.type() + " " + leaf.outcome().code());
                }
            }
        }
        return entries;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
