package io.inhouse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.artefacts.Digest;
import io.inhouse.recording.leftovers.ArtefactReferences;
import io.inhouse.recording.leftovers.PendingArtefacts;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An adapter's files and where it comes from. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class AdapterFilesIT extends AskedRegistry {
    @Inject
    ArtefactStore artefacts;

    @Inject
    PendingArtefacts pending;

    @Inject
    @Any
    Instance<ArtefactReferences> references;

    @Test
    void filesThatNoAdapterNamesAreCollectedAndOthersAreNot() throws Exception {
        // Given an adapter, and one that was stored and then not registered; their configurations are equal
        String base = base("orphans", 91);
        String id =
                register("ftjob-kept", base, 8, 0.25f).statusCode(200).extract().path("id");
        Digest kept = digest(temporary.resolve("ftjob-kept").resolve("adapter_model.safetensors"));
        register("ftjob-kept", base, 8, 0.5f).statusCode(409);
        Digest orphan = digest(temporary.resolve("ftjob-kept").resolve("adapter_model.safetensors"));
        assertThat(artefacts.contains(orphan)).isTrue();

        // When time has passed
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE recording.pending_artefact SET noted_at = noted_at - interval '1 day'");
        }
        pending.collect(artefacts, Duration.ofHours(1), references.stream().toList());

        // Then
        assertThat(artefacts.contains(orphan)).isFalse();
        assertThat(artefacts.contains(kept)).isTrue();
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
            as(TUNING)
                    .header("OpenAI-Project", "demo")
                    .get("/api/models/adapters/" + id + "/files/" + name)
                    .then()
                    .statusCode(200);
        }
    }

    private static Digest digest(Path file) throws IOException {
        return new Digest(AdapterDigest.sha256(file));
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
}
