package io.inhouse.tuning.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The extents of a base model.
 *
 * @param queries width of all query heads together
 * @param keys width of all key heads together
 * @param weightBytes size of its safetensors files
 * @param halfPrecision weights are stored in 16 bits
 */
public record ModelShape(
        int hidden,
        int intermediate,
        int layers,
        int queries,
        int keys,
        int vocabulary,
        int context,
        long weightBytes,
        boolean halfPrecision) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NEEDED =
            List.of("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "vocab_size");

    /** Members of configurations whose layers are not all alike or not all read: mixtures of experts, latent attention. */
    private static final List<String> OTHER_KINDS =
            List.of("num_local_experts", "num_experts", "n_routed_experts", "kv_lora_rank", "text_config");

    /**
     * Reads {@code config.json} of a Hugging Face directory.
     *
     * @return empty if the directory cannot be read from here or the model is of a kind that has not been measured
     */
    public static Optional<ModelShape> of(Path directory, long weightBytes) {
        try {
            return of(JSON.readTree(Files.readAllBytes(directory.resolve("config.json"))), weightBytes);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<ModelShape> of(JsonNode config, long weightBytes) {
        if (!NEEDED.stream().allMatch(name -> config.path(name).asInt() > 0)
                || OTHER_KINDS.stream().anyMatch(config::hasNonNull)) {
            return Optional.empty();
        }
        int hidden = config.path("hidden_size").asInt();
        int heads = config.path("num_attention_heads").asInt();
        int head = config.path("head_dim").asInt(hidden / heads);
        String type = config.path("torch_dtype").asText(config.path("dtype").asText("float32"));
        return Optional.of(new ModelShape(
                hidden,
                config.path("intermediate_size").asInt(),
                config.path("num_hidden_layers").asInt(),
                heads * head,
                config.path("num_key_value_heads").asInt(heads) * head,
                config.path("vocab_size").asInt(),
                config.path("max_position_embeddings").asInt(2048),
                weightBytes,
                type.contains("16")));
    }

    /** Weights of one layer's linear modules. */
    double layerWeights() {
        return (double) hidden * (2.0 * queries + 2.0 * keys + 3.0 * intermediate);
    }

    /** Weights that a LoRA update of one module has per unit of rank. */
    long perRank(String module) {
        return switch (module) {
            case "q_proj", "o_proj" -> (long) hidden + queries;
            case "k_proj", "v_proj" -> (long) hidden + keys;
            default -> (long) hidden + intermediate;
        };
    }
}
