package io.inhouse.registry.basemodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.registry.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void aWholeDirectoryIsReadFromItsHeaders() throws Exception {
        Path directory = TinyModel.writeSharded(temporary.resolve("model"));
        Files.writeString(directory.resolve(".gitattributes"), "*");

        HuggingFaceDirectory model = HuggingFaceDirectory.open(directory);

        assertThat(model.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(model.contextLength()).isEqualTo(256);
        assertThat(model.parameters()).isEqualTo(16 * 8 + 8 * 8);
        assertThat(model.leftOut()).containsExactly(".gitattributes");
        assertThat(model.files()).hasSize(5);
    }

    @Test
    void aMissingShardIsNamed() throws Exception {
        Path directory = TinyModel.writeSharded(temporary.resolve("model"));
        Files.delete(directory.resolve("model-00002-of-00002.safetensors"));

        refused(directory, "shards are missing: model-00002-of-00002.safetensors");
    }

    @Test
    void aTensorThatTheIndexPromisesMustBeInAShard() throws Exception {
        Path directory = TinyModel.writeSharded(temporary.resolve("model"));
        Files.copy(
                directory.resolve("model-00001-of-00002.safetensors"),
                directory.resolve("model-00002-of-00002.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);

        refused(directory, "in two shards");
    }

    @Test
    void anIndexThatNamesAnotherShardThanTheTensorsIsRefused() throws Exception {
        Path directory = TinyModel.writeSharded(temporary.resolve("model"));
        Path index = directory.resolve("model.safetensors.index.json");
        Files.writeString(
                index,
                Files.readString(index)
                        .replace("embed_tokens.weight\": \"model-00001", "embed_tokens.weight\": \"model-00002")
                        .replace("q_proj.weight\": \"model-00002", "q_proj.weight\": \"model-00001"));

        refused(directory, "the index says that model.embed_tokens.weight is in model-00002-of-00002.safetensors");
    }

    @Test
    void weightsThatAreNotNumbersAreRefused() throws Exception {
        Path nan = TinyModel.write(temporary.resolve("nan"), Float.NaN);
        Path infinite = TinyModel.write(temporary.resolve("infinite"), Float.NEGATIVE_INFINITY);
        HuggingFaceDirectory.open(TinyModel.write(temporary.resolve("largest"), -Float.MAX_VALUE))
                .requireFiniteWeights();

        for (Path directory : new Path[] {nan, infinite}) {
            assertThatThrownBy(() -> HuggingFaceDirectory.open(directory).requireFiniteWeights())
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContainingAll(TinyModel.LAYER + ".weight", "model.safetensors", "NaN");
        }
    }

    @Test
    void aPickleIsRefusedByItsName() throws Exception {
        Path directory = TinyModel.write(temporary.resolve("model"), 1);
        Files.writeString(directory.resolve("pytorch_model.bin"), "anything");

        refused(directory, "'pytorch_model.bin' is a pickle");
    }

    @Test
    void aPickleIsRefusedWhateverItIsCalled() throws Exception {
        Path directory = TinyModel.write(temporary.resolve("model"), 1);
        Files.write(directory.resolve("notes.txt"), new byte[] {(byte) 0x80, 4, (byte) 0x95, 0, 0});

        refused(directory, "'notes.txt' is a pickle");
    }

    @Test
    void aZipCalledSafetensorsIsRefused() throws Exception {
        Path directory = TinyModel.write(temporary.resolve("model"), 1);
        Files.write(directory.resolve("model.safetensors"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0});

        refused(directory, "'model.safetensors' is a pickle");
    }

    @Test
    void truncatedWeightsAreRefused() throws Exception {
        Path directory = TinyModel.write(temporary.resolve("model"), 1);
        byte[] whole = Files.readAllBytes(directory.resolve("model.safetensors"));
        Files.write(directory.resolve("model.safetensors"), Arrays.copyOf(whole, whole.length - 8));

        refused(directory, "model.safetensors");
    }

    @Test
    void aModelWithCodeOfItsOwnIsRefused() throws Exception {
        Path directory = TinyModel.write(temporary.resolve("model"), 1);
        Files.writeString(
                directory.resolve("config.json"),
                "{\"architectures\": [\"Odd\"], \"auto_map\": {\"AutoModel\": \"modeling.Odd\"}}");

        refused(directory, "auto_map");
    }

    @Test
    void withoutReadableConfigTokenizerOrWeightsItIsNoModel() throws Exception {
        Path noConfig = TinyModel.write(temporary.resolve("a"), 1);
        Files.writeString(noConfig.resolve("config.json"), "{not json");
        Path noTokenizer = TinyModel.write(temporary.resolve("b"), 1);
        Files.delete(noTokenizer.resolve("tokenizer.json"));
        Path noWeights = TinyModel.write(temporary.resolve("c"), 1);
        Files.delete(noWeights.resolve("model.safetensors"));

        refused(noConfig, "config.json is not valid JSON");
        refused(noTokenizer, "tokenizer.json is missing");
        refused(noWeights, "there are no weights");
    }

    private static void refused(Path directory, String why) throws IOException {
        assertThatThrownBy(() -> HuggingFaceDirectory.open(directory))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNPROCESSABLE))
                .hasMessageContaining(why);
    }
}
