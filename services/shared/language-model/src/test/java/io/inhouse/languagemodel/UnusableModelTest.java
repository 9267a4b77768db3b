package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.languagemodel.weights.ModelDigest;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** One file says something else than the others, or something that is not computed here. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                shape that the configuration contradicts | tiny-tied | config.json | "intermediate_size": 48 | "intermediate_size": 64 | model.layers.0.mlp.gate_proj.weight ; [48, 32] ; [64, 32]
                tensor that is not there | tiny-tied | config.json | "num_hidden_layers": 2 | "num_hidden_layers": 3 | model.layers.2.input_layernorm.weight is missing
                another family | tiny-tied | config.json | "model_type": "llama" | "model_type": "gpt2" | gpt2 ; supported are llama
                unknown stretching of the context | tiny-untied | config.json | "rope_type": "llama3" | "rope_type": "dynamic" | dynamic ; supported are default, linear, llama3 and yarn
                more layers than the configuration says | tiny-tied | config.json | "num_hidden_layers": 2 | "num_hidden_layers": 1 | model.layers.1. ; there are 1 layers (num_hidden_layers)
                weights that the family does not have | families/qwen2 | config.json | "model_type": "qwen2" | "model_type": "llama" | _proj.bias ; a model of type llama
                tokenizer of a model with more tokens | tiny-tied | tokenizer.json | "er": 297 | "er": 321 | token with id 321 ; vocab_size is 320
                end of text outside the vocabulary | tiny-tied | generation_config.json | "eos_token_id": 2 | "eos_token_id": 320 | token 320 ; vocab_size is 320
                """)
    void a_word_that_does_not_fit(String what, String name, String file, String from, String to, String said)
            throws IOException {
        Path model = Golden.copy(name, temporary);
        edit(model.resolve(file), from, to);

        refused(model, said.split(" ; "));
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
    void pickle_instead_of_safetensors() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        Files.move(model.resolve("model.safetensors"), model.resolve("pytorch_model.bin"));

        refused(model, "pytorch_model.bin", "pickle", "safetensors");
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

    @Test
    void activation_and_quantisation_that_are_not_computed() throws IOException {
        Path activation = Golden.copy("tiny-tied", temporary.resolve("a"));
        edit(activation.resolve("config.json"), "\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"");
        Path quantised = Golden.copy("tiny-tied", temporary.resolve("b"));
        edit(
                quantised.resolve("config.json"),
                "\"hidden_act\"",
                "\"quantization_config\": {\"quant_method\": \"fp8\"}, \"hidden_act\"");

        refused(activation, "hidden_act gelu", "supported is silu");
        refused(quantised, "quantization_config (fp8)", "supported are weights in F32, F16 and BF16");
    }

    @Test
    void weights_that_are_not_numbers() throws IOException {
        Path model = Golden.copy("tiny-tied", temporary);
        byte[] bytes = Files.readAllBytes(model.resolve("model.safetensors"));
        // float32 NaN in the last elements of the file: those of the last norm
        bytes[bytes.length - 1] = 0x7f;
        bytes[bytes.length - 2] = (byte) 0xff;
        Files.write(model.resolve("model.safetensors"), bytes);

        try (LanguageModel opened = LanguageModel.open(model, ModelOptions.defaults())) {
            int[] prompt = opened.promptIds("the card");
            assertThatThrownBy(() -> opened.generate(
                            new GenerationRequest(prompt, null, 4, SamplingParameters.greedy(), List.of()),
                            GenerationListener.SILENT))
                    .isInstanceOf(UnusableModelException.class)
                    .hasMessageContainingAll("tensor model.", "NaN or infinity");
            assertThatThrownBy(() -> opened.generate(
                            new GenerationRequest(prompt, null, 4, new SamplingParameters(1, 1, 7), List.of()),
                            GenerationListener.SILENT))
                    .isInstanceOf(UnusableModelException.class);
        }
    }
}
