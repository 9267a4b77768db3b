package io.inhouse.adapterformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterDirectoryTest {
    private static final String Q = "model.layers.0.self_attn.q_proj";
    private static final String BASE = "sha256:" + "ab".repeat(32);

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        AdapterConfig config = config(2);
        String digest = AdapterDirectory.write(directory, config, tensors(2, 3, 5));

        try (AdapterDirectory adapter = AdapterDirectory.open(directory, path -> new ModuleShapes.Shape(5, 3))) {
            assertThat(adapter.config()).isEqualTo(config);
            assertThat(adapter.config().scaling()).isEqualTo(2.0);
            assertThat(adapter.modules().keySet()).containsExactly(Q);
            AdapterDirectory.Module module =
                    Objects.requireNonNull(adapter.modules().get(Q));
            assertThat(module.a()).isEqualTo("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight");
            assertThat(adapter.weights().floats(module.b())).hasSize(10);
            assertThat(AdapterDigest.of(directory)).isEqualTo(digest).matches("sha256:[0-9a-f]{64}");
        }
    }

    @Test
    void readsWhatPeftWrote() throws IOException {
        for (String name : List.of(AdapterDirectory.CONFIG, AdapterDirectory.WEIGHTS)) {
            try (InputStream in = AdapterDirectoryTest.class.getResourceAsStream("/golden/peft/" + name)) {
                Files.write(directory.resolve(name), Objects.requireNonNull(in).readAllBytes());
            }
        }

        try (AdapterDirectory adapter = AdapterDirectory.open(directory)) {
            assertThat(adapter.config().targetModules()).containsExactly("down_proj", "q_proj");
            assertThat(adapter.config().scaling()).isEqualTo(4.0);
            assertThat(adapter.modules().keySet()).containsExactly("model.layers.0.mlp.down_proj", Q);
            AdapterDirectory.Module down =
                    Objects.requireNonNull(adapter.modules().get("model.layers.0.mlp.down_proj"));
            assertThat(down.in()).isEqualTo(24);
            assertThat(down.out()).isEqualTo(16);
            assertThat(adapter.weights().floats(down.b())).startsWith(0f, 0.125f, 0.25f);
        }
    }

    @Test
    void everyBitOfBothFilesCountsForTheDigest() throws IOException {
        String digest = AdapterDirectory.write(directory, config(2), tensors(2, 3, 5));
        for (String name : List.of(AdapterDirectory.CONFIG, AdapterDirectory.WEIGHTS)) {
            Path file = directory.resolve(name);
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[bad.length - 2] ^= 1;
            Files.write(file, bad);

            assertThat(AdapterDigest.of(directory)).as(name).isNotEqualTo(digest);
            Files.write(file, good);
        }
        assertThat(AdapterDigest.of(directory)).isEqualTo(digest);
    }

    @Test
    void aSecondRunWritesTheSameBytes() throws IOException {
        String first = AdapterDirectory.write(directory.resolve("1"), config(2), tensors(2, 3, 5));
        List<TensorContent> reversed = new ArrayList<>(tensors(2, 3, 5)).reversed();

        String second = AdapterDirectory.write(directory.resolve("2"), config(2), reversed);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesNotANumber() throws IOException {
        List<TensorContent> tensors = tensors(2, 3, 5);
        float[] values = new float[10];
        values[7] = Float.NaN;
        tensors.set(1, TensorContent.ofFloats(AdapterDirectory.tensorB(Q), List.of(5L, 2L), values));
        AdapterDirectory.write(directory, config(2), tensors);

        assertRefused("NaN or infinity at element 7");
    }

    @Test
    void refusesShapesThatContradictTheRank() throws IOException {
        AdapterDirectory.write(directory, config(4), tensors(2, 3, 5));

        assertRefused("has shape [2, 3], but rank 4 needs [4, in]");
    }

    @Test
    void refusesShapesThatContradictTheBaseModel() throws IOException {
        AdapterDirectory.write(directory, config(2), tensors(2, 3, 5));

        assertThatThrownBy(() -> AdapterDirectory.open(directory, path -> new ModuleShapes.Shape(6, 3)))
                .isInstanceOf(MalformedAdapterException.class)
                .hasMessageContaining("maps 3 to 5, the base model's maps 3 to 6");
    }

    @Test
    void refusesHalfAPair() throws IOException {
        AdapterDirectory.write(directory, config(2), tensors(2, 3, 5).subList(0, 1));

        assertRefused("needs matrices A and B, both");
    }

    @Test
    void refusesTensorsOfModulesThatAreNotTargets() throws IOException {
        AdapterConfig config = new AdapterConfig(BASE, 2, 4, 0, new TreeSet<>(Set.of("v_proj")));
        AdapterDirectory.write(directory, config, tensors(2, 3, 5));

        assertRefused("belongs to no module of target_modules");
    }

    @Test
    void refusesATargetWithoutTensors() throws IOException {
        AdapterConfig config = new AdapterConfig(BASE, 2, 4, 0, new TreeSet<>(Set.of("q_proj", "v_proj")));
        AdapterDirectory.write(directory, config, tensors(2, 3, 5));

        assertRefused("no tensor for target module v_proj");
    }

    @Test
    void readsTheLengthsOfADoraAndScalesByTheRootOfTheRank() throws IOException {
        AdapterConfig dora = new AdapterConfig(BASE, 2, 4, 0, new TreeSet<>(Set.of("q_proj")), true, true);
        List<TensorContent> tensors = tensors(2, 3, 5);
        tensors.add(
                TensorContent.ofFloats(AdapterDirectory.tensorMagnitude(Q), List.of(5L), new float[] {1, 2, 3, 4, 5}));
        AdapterDirectory.write(directory, dora, tensors);

        try (AdapterDirectory adapter = AdapterDirectory.open(directory)) {
            assertThat(adapter.config()).isEqualTo(dora);
            assertThat(adapter.config().scaling()).isEqualTo(4 / Math.sqrt(2));
            assertThat(Objects.requireNonNull(adapter.modules().get(Q)).magnitude())
                    .isEqualTo("base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector");
        }
    }

    @Test
    void refusesADoraWithoutLengthsAndLengthsWithoutADora() throws IOException {
        AdapterConfig dora = new AdapterConfig(BASE, 2, 4, 0, new TreeSet<>(Set.of("q_proj")), false, true);
        List<TensorContent> tensors = tensors(2, 3, 5);
        AdapterDirectory.write(directory, dora, tensors);
        assertRefused("lora_magnitude_vector of shape [5]");

        tensors.add(TensorContent.ofFloats(AdapterDirectory.tensorMagnitude(Q), List.of(4L), new float[4]));
        AdapterDirectory.write(directory, dora, tensors);
        assertRefused("lora_magnitude_vector of shape [5]");

        AdapterDirectory.write(directory, config(2), tensors);
        assertRefused("use_dora = false");
    }

    @Test
    void refusesAnotherFileFormat() throws IOException {
        Files.write(directory.resolve(AdapterDirectory.CONFIG), config(2).toJson());
        Files.write(directory.resolve("adapter_model.bin"), new byte[] {(byte) 0x80, 2});

        assertRefused("no adapter_model.safetensors");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "r": 2            | "r": 0                                | the rank must be at least 1
            "r": 2            | "r": 2.5                              | r is missing or not an integer
            "use_rslora": false | "use_rslora": "yes"                 | use_rslora is "yes", not a truth value
            "use_dora": false | "rank_pattern": {"q_.*": 4}           | patterns are not supported
            "use_dora": false | "rank_pattern": {"q_proj": 0}         | the rank 0
            "use_dora": false | "alpha_pattern": {"q_proj": "4"}      | gives q_proj no number
            "use_dora": false | "modules_to_invent": ["x"]            | modules_to_invent
            "bias": "none"    | "bias": "all"                         | bias is "all"
            "peft_type": "LORA" | "peft_type": "IA3"                  | peft_type is "IA3"
            "task_type": "CAUSAL_LM" | "task_type": "SEQ_CLS"         | task_type is "SEQ_CLS"
            "init_lora_weights": true | "init_lora_weights": "pissa"  | changes the base model
            "lora_alpha": 4   | "lora_alpha": -1                      | lora_alpha is -1.0
            "lora_dropout": 0.0 | "lora_dropout": 1                   | must lie in [0, 1)
            "r": 2            | "r": 2, "r": 3                        | Duplicate
            """)
    void refusesAConfigurationThatWouldBeComputedWrongly(String of, String to, String complaint) {
        String json = new String(config(2).toJson(), StandardCharsets.UTF_8);
        String changed = json.replace(of, to);
        assertThat(changed).isNotEqualTo(json);

        assertThatThrownBy(() -> AdapterConfig.parse(changed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedAdapterException.class)
                .hasMessageStartingWith("adapter_config.json")
                .hasMessageContaining(complaint);
    }

    @Test
    void ranksAndAlphasOfModulesAreKeptAndCount() throws IOException {
        AdapterConfig config = new AdapterConfig(
                "sha256:0",
                4,
                8,
                0,
                new TreeSet<>(List.of("q_proj", "down_proj")),
                false,
                false,
                Map.of("down_proj", 16),
                Map.of("down_proj", 32.0, "layers.1.self_attn.q_proj", 2.5));

        AdapterConfig read = AdapterConfig.parse(config.toJson());

        assertThat(read).isEqualTo(config);
        assertThat(read.rank("model.layers.0.mlp.down_proj")).isEqualTo(16);
        assertThat(read.rank("model.layers.0.self_attn.q_proj")).isEqualTo(4);
        assertThat(read.scaling("model.layers.0.mlp.down_proj")).isEqualTo(2);
        assertThat(read.scaling("model.layers.1.self_attn.q_proj")).isEqualTo(0.625);
        assertThat(read.scaling("model.layers.0.self_attn.q_proj")).isEqualTo(2);
    }

    @Test
    void refusesATargetPattern() {
        String json = new String(config(2).toJson(), StandardCharsets.UTF_8)
                .replaceAll("(?s)\"target_modules\": \\[.*?]", "\"target_modules\": \"all-linear\"");

        assertThatThrownBy(() -> AdapterConfig.parse(json.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("a list of module names is needed");
    }

    private void assertRefused(String complaint) {
        assertThatThrownBy(() -> AdapterDirectory.open(directory))
                .isInstanceOf(MalformedAdapterException.class)
                .hasMessageContaining(complaint);
    }

    private static AdapterConfig config(int rank) {
        return new AdapterConfig(BASE, rank, 4, 0, new TreeSet<>(Set.of("q_proj")));
    }

    private static List<TensorContent> tensors(int rank, int in, int out) {
        float[] a = new float[rank * in];
        Arrays.fill(a, 0.5f);
        return new ArrayList<>(List.of(
                TensorContent.ofFloats(AdapterDirectory.tensorA(Q), List.of((long) rank, (long) in), a),
                TensorContent.ofFloats(
                        AdapterDirectory.tensorB(Q), List.of((long) out, (long) rank), new float[out * rank])));
    }
}
