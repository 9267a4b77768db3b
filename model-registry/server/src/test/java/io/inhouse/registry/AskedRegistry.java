package io.inhouse.registry;

import static io.restassured.RestAssured.given;

import io.inhouse.ledger.Leaf;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Ways to ask the registry, and to give it models. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
abstract class AskedRegistry {
    static final TestToken ADMIN = TestIdentity.user("ada").realm("platform-admin");
    static final TestToken TUNING = TestIdentity.service("svc-tuning");
    static final TestToken OWNER = TestIdentity.user("erik").in("demo", "ml-engineer", "approver");
    static final TestToken APPROVER = TestIdentity.user("amir").in("demo", "approver");
    static final String DATASET_DIGEST = "sha256:" + "d".repeat(64);

    @Inject
    DataSource dataSource;

    @TempDir
    Path temporary;

    static RequestSpecification as(TestToken caller) {
        return given().auth().oauth2(caller.sign());
    }

    ValidatableResponse importBase(String name, Path directory, @Nullable String expected) {
        return importBase(name, directory, expected, "MIT");
    }

    ValidatableResponse importBase(String name, Path directory, @Nullable String expected, String licence) {
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
    String base(String name, float value) throws IOException {
        return importBase(name, TinyModel.write(temporary.resolve(name), value), null)
                .statusCode(200)
                .extract()
                .path("digest");
    }

    ValidatableResponse register(String job, String base, long in, float value) throws IOException {
        return register(metadata(job, base), TinyModel.writeAdapter(temporary.resolve(job), base, in, value));
    }

    static ValidatableResponse register(Map<String, Object> metadata, Path adapter) {
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

    static Map<String, Object> metadata(String job, String base) {
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

    static ValidatableResponse decide(TestToken who, String id, String what, Map<String, String> body) {
        return as(who).contentType(ContentType.JSON)
                .body(body)
                .post("/api/models/adapters/" + id + "/" + what)
                .then();
    }

    /** Type and outcome of the entries about an object, in order. */
    List<String> recorded(String digest) throws Exception {
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

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
