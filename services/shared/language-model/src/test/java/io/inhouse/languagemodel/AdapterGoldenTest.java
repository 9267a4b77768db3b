package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.modelformat.gguf.GgufType;
import io.inhouse.modelformat.llama.GgufExport;
import io.inhouse.modelformat.llama.GgufImport;
import io.inhouse.modelformat.merging.MergedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that PEFT made (LoRA, rsLoRA, DoRA) compute here what they compute there: beside the weights, and merged. */
class AdapterGoldenTest {
    private static final Path ADAPTERS = Golden.DIRECTORY.resolve("adapters");

    @TempDir
    Path temporary;

    record Case(String name, Path base, int[] ids, float[] logits) {
        Path adapter() {
            return ADAPTERS.resolve(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode golden = JsonMapper.builder()
                .build()
                .readTree(ADAPTERS.resolve("golden.json").toFile());
        return StreamSupport.stream(golden.path("adapters").spliterator(), false)
                .map(each -> new Case(
                        each.path("name").asText(),
                        Golden.DIRECTORY.resolve(each.path("base").asText()),
                        Golden.ints(golden.path("ids")),
                        floats(each.path("logits"))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void beside_the_weights_the_logits_equal_those_of_peft(Case each) {
        assertThat(difference(logits(each.base(), each.adapter(), each.ids()), each.logits()))
                .isLessThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void merged_the_logits_equal_those_of_peft(Case each) throws IOException {
        MergedModel.write(each.base(), each.adapter(), temporary.resolve("merged"));

        // The untied model is bfloat16, and so are its merged weights.
        double allowed = each.base().endsWith("tiny-untied") ? 3e-2 : 1e-4;
        assertThat(difference(logits(temporary.resolve("merged"), null, each.ids()), each.logits()))
                .isLessThan(allowed);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void merged_into_gguf_and_read_again_only_rounding_is_lost(Case each) throws IOException {
        Path half = temporary.resolve("half.gguf");
        Path eight = temporary.resolve("eight.gguf");

        GgufExport.write(each.base(), each.adapter(), GgufType.F16, half);
        GgufExport.write(each.base(), each.adapter(), GgufType.Q8_0, eight);

        GgufImport.convert(half, temporary.resolve("half"));
        GgufImport.convert(eight, temporary.resolve("eight"));
        assertThat(difference(logits(temporary.resolve("half"), null, each.ids()), each.logits()))
                .isLessThan(3e-3);
        assertThat(difference(logits(temporary.resolve("eight"), null, each.ids()), each.logits()))
                .isLessThan(5e-2);
    }

    @Test
    void a_tokenizer_survives_the_way_to_gguf_and_back() throws IOException {
        Path file = temporary.resolve("model.gguf");
        GgufExport.write(Golden.DIRECTORY.resolve("tiny-tied"), null, GgufType.F16, file);
        GgufImport.convert(file, temporary.resolve("back"));

        try (LanguageModel back = LanguageModel.open(temporary.resolve("back"), ModelOptions.defaults())) {
            for (JsonNode text : Golden.of("tokenizer")) {
                assertThat(back.tokenizer().encode(text.path("text").asText()))
                        .isEqualTo(Golden.ints(text.path("ids")));
            }
        }
    }

    @Test
    void weights_that_are_not_numbers_are_not_merged() throws IOException {
        Path base = Golden.copy("tiny-tied", temporary);
        long position;
        try (SafetensorsFile weights = SafetensorsFile.open(base.resolve("model.safetensors"))) {
            position = weights.dataBegin()
                    + weights.tensor("model.layers.1.mlp.up_proj.weight").begin();
        }
        byte[] bytes = Files.readAllBytes(base.resolve("model.safetensors"));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat((int) position, Float.NaN);
        Files.write(base.resolve("model.safetensors"), bytes);
        Path target = temporary.resolve("target");

        assertThatThrownBy(() -> MergedModel.write(base, ADAPTERS.resolve("lora"), target))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("model.layers.1.mlp.up_proj.weight", "NaN", "row 0");
        assertThat(target.resolve("model.safetensors")).doesNotExist();
    }

    private static float[] logits(Path base, @Nullable Path adapter, int[] ids) {
        try (LanguageModel model = LanguageModel.open(base, new ModelOptions(1, true));
                LoraAdapter loaded = adapter == null ? null : model.loadAdapter(adapter)) {
            return model.logits(ids, loaded)[ids.length - 1];
        }
    }

    private static double difference(float[] found, float[] expected) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(found[i] - expected[i]));
        }
        return error / largest;
    }

    static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).floatValue();
        }
        return values;
    }

    /** A model that came as GGUF: its logits and token ids are those of independent implementations. */
    @ParameterizedTest
    @ValueSource(strings = {"mixed", "pieces"})
    void a_model_from_gguf_computes_and_reads_as_the_reference(String name) throws IOException {
        Path golden = Path.of("..", "..", "..", "model-registry", "model-format", "src", "test", "resources", "golden");
        JsonNode expected = JsonMapper.builder()
                .build()
                .readTree(golden.resolve("golden.json").toFile())
                .path(name);

        GgufImport.convert(golden.resolve(name + ".gguf"), temporary.resolve(name));

        int[] ids = Golden.ints(expected.path("prompt"));
        assertThat(difference(logits(temporary.resolve(name), null, ids), floats(expected.path("logits"))))
                .isLessThan(1e-4);
        try (LanguageModel model = LanguageModel.open(temporary.resolve(name), ModelOptions.defaults())) {
            for (JsonNode text : expected.path("tokens")) {
                assertThat(model.tokenizer().encode(text.path("text").asText()))
                        .as(text.path("text").asText())
                        .isEqualTo(Golden.ints(text.path("ids")));
            }
        }
    }
}
