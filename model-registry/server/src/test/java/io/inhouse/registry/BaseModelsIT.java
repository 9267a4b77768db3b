package io.inhouse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is taken in as a base model, and under which name. */
@QuarkusTest
@RunningServer
class BaseModelsIT extends AskedRegistry {
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
}
