package io.inhouse.languagemodel.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.languagemodel.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every setting that makes a family what it is shows in the logits: the golden numbers would notice if it were ignored. */
class FamilySettingsTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            llama       | "factor": 8.0                      | "factor": 4.0
            mistral     | "sliding_window": 16               | "sliding_window": 17
            qwen2       | "sliding_window": 20               | "sliding_window": 21
            mixtral     | "num_experts_per_tok": 2           | "num_experts_per_tok": 1
            qwen3_moe   | "norm_topk_prob": true             | "norm_topk_prob": false
            llama4_text | "attention_chunk_size": 16         | "attention_chunk_size": 17
            llama4_text | "floor_scale": 8                   | "floor_scale": 9
            llama4_text | "use_qk_norm": true                | "use_qk_norm": false
            deepseek_v3 | "topk_group": 2                    | "topk_group": 3
            deepseek_v3 | "routed_scaling_factor": 2.5       | "routed_scaling_factor": 2.4
            deepseek_v3 | "mscale_all_dim": 0.7              | "mscale_all_dim": 0.6
            deepseek_v3 | "rope_interleave": true            | "rope_interleave": false
            glm4_moe    | "routed_scaling_factor": 1.5       | "routed_scaling_factor": 1.4
            """)
    void a_changed_setting_changes_the_logits(String family, String from, String to) throws IOException {
        assertThat(errorOf(family, from, to)).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "deepseek_v3"})
    void it_does_not_matter_under_which_name_the_rotation_is_described(String family) throws IOException {
        double written = errorOf(family, "rope_scaling", "rope_scaling");

        assertThat(errorOf(family, "rope_scaling", "rope_parameters")).isEqualTo(written);
    }

    private double errorOf(String family, String from, String to) throws IOException {
        TinyFamily tiny = TinyFamily.of(family);
        Path changed = Files.createTempDirectory(temporary, family);
        Files.copy(tiny.directory().resolve("model.safetensors"), changed.resolve("model.safetensors"));
        String config = Files.readString(tiny.directory().resolve("config.json"));
        assertThat(config).contains(from);
        Files.writeString(changed.resolve("config.json"), config.replace(from, to));

        try (Decoder decoder = Decoder.open(changed, 1, true)) {
            return tiny.error(TinyFamily.logits(decoder, tiny.prompt()));
        }
    }
}
