package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.languagemodel.weights.ModelDigest;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that holds no usable model is refused with a sentence that says what is wrong. */
class UnusableModelTest {
    @TempDir
    Path temporary;

    private void refused(Path directory, String... message) {
        assertThatThrownBy(() ->
                        LanguageModel.open(directory, ModelOptions.defaults()).close())
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContainingAll(message);
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void missing_shard() throws IOException {
        Path model = Golden.copy("tiny-untied", temporary);
        Files.delete(model.resolve("model-00002-of-00002.safetensors"));

        refused(model, "model-00002-of-00002.safetensors is missing");
    }

    @Test
    void truncated_file() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        byte[] bytes = Files.readAllBytes(model.resolve("model.safetensors"));
        Files.write(model.resolve("model.safetensors"), Arrays.copyOf(bytes, bytes.length - 100));

        refused(model, "model.safetensors", "truncated");
    }

    @Test
    void shape_that_the_configuration_contradicts() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        edit(model.resolve("config.json"), "\"intermediate_size\": 48", "\"intermediate_size\": 64");

        refused(model, "model.layers.0.mlp.gate_proj.weight", "[48, 32]", "[64, 32]");
    }

    @Test
    void tensor_that_is_not_there() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        edit(model.resolve("config.json"), "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");

        refused(model, "model.layers.2.input_layernorm.weight is missing");
    }

    @Test
    void pickle_instead_of_safetensors() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        Files.move(model.resolve("model.safetensors"), model.resolve("pytorch_model.bin"));

        refused(model, "pytorch_model.bin", "pickle", "safetensors");
    }

    @Test
    void another_family() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        edit(model.resolve("config.json"), "\"model_type\": \"llama\"", "\"model_type\": \"gpt2\"");

        refused(model, "gpt2", "supported are llama");
    }

    @Test
    void unknown_stretching_of_the_context() throws IOException {
        Path model = Golden.copy("tiny-untied", temporary);
        edit(model.resolve("config.json"), "\"rope_type\": \"llama3\"", "\"rope_type\": \"dynamic\"");

        refused(model, "dynamic", "supported are default, linear, llama3 and yarn");
    }

    @Test
    void no_tokenizer() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        Files.delete(model.resolve("tokenizer.json"));

        refused(model, "tokenizer.json is missing");
    }

    @Test
    void another_digest_than_expected() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        String digest = ModelDigest.of(model).digest();
        Files.writeString(model.resolve("LICENSE"), "does not count");
        ModelDigest.require(model, digest);
        edit(model.resolve("config.json"), "\"rms_norm_eps\": 1e-05", "\"rms_norm_eps\": 1e-06");

        assertThatThrownBy(() -> ModelDigest.require(model, digest))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining(digest);
    }
}
