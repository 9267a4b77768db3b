package io.inhouse.languagemodel.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@code config.json} says about a model of the Llama family.
 *
 * @param contextLength most tokens of prompt and completion together
 * @param headDimension width of one attention head
 * @param beginOfText token id put before every text, if the model has one
 * @param endOfText token ids that end a completion; {@code generation_config.json} has the last word
 */
public record ModelConfig(
        String modelType,
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headDimension,
        int contextLength,
        double normEpsilon,
        RotaryEmbedding rotaryEmbedding,
        boolean tiedHead,
        OptionalInt beginOfText,
        List<Integer> endOfText) {
    /** Values of {@code model_type} that are understood. */
    public static final List<String> SUPPORTED = List.of("llama");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ModelConfig {
        endOfText = List.copyOf(endOfText);
    }

    /** @throws UnusableModelException if the file is missing or describes something we would compute wrongly */
    public static ModelConfig read(Path directory) {
        JsonNode config = json(directory.resolve("config.json"));
        String type = config.path("model_type").asText("(none)");
        if (!SUPPORTED.contains(type)) {
            throw new UnusableModelException("config.json: model_type " + type + " is not supported; supported are "
                    + String.join(", ", SUPPORTED));
        }
        refuse(config, "attention_bias");
        refuse(config, "mlp_bias");
        String activation = config.path("hidden_act").asText("silu");
        if (!activation.equals("silu")) {
            throw new UnusableModelException("config.json: hidden_act " + activation + " is not supported; silu is");
        }
        if (config.hasNonNull("quantization_config")) {
            throw new UnusableModelException(
                    "config.json: quantised weights are not supported yet; use F32, F16 or BF16");
        }
        int hidden = positive(config, "hidden_size");
        int heads = positive(config, "num_attention_heads");
        int keyValueHeads = config.hasNonNull("num_key_value_heads") ? positive(config, "num_key_value_heads") : heads;
        if (heads % keyValueHeads != 0) {
            throw new UnusableModelException("config.json: num_attention_heads " + heads
                    + " is not a multiple of num_key_value_heads " + keyValueHeads);
        }
        if (!config.hasNonNull("head_dim") && hidden % heads != 0) {
            throw new UnusableModelException(
                    "config.json: hidden_size " + hidden + " is not a multiple of num_attention_heads " + heads);
        }
        int headDimension = config.hasNonNull("head_dim") ? positive(config, "head_dim") : hidden / heads;
        if (headDimension % 2 != 0) {
            throw new UnusableModelException(
                    "config.json: rotary embedding needs an even head size, not " + headDimension);
        }
        return new ModelConfig(
                type,
                positive(config, "vocab_size"),
                hidden,
                positive(config, "intermediate_size"),
                positive(config, "num_hidden_layers"),
                heads,
                keyValueHeads,
                headDimension,
                positive(config, "max_position_embeddings"),
                config.path("rms_norm_eps").asDouble(1e-6),
                RotaryEmbedding.of(config),
                config.path("tie_word_embeddings").asBoolean(false),
                config.path("bos_token_id").isInt()
                        ? OptionalInt.of(config.path("bos_token_id").intValue())
                        : OptionalInt.empty(),
                endOfText(directory, config));
    }

    private static List<Integer> endOfText(Path directory, JsonNode config) {
        Path generation = directory.resolve("generation_config.json");
        JsonNode node = config.path("eos_token_id");
        if (Files.exists(generation) && json(generation).hasNonNull("eos_token_id")) {
            node = json(generation).path("eos_token_id");
        }
        SortedSet<Integer> ids = new TreeSet<>();
        if (node.isInt()) {
            ids.add(node.intValue());
        }
        node.forEach(id -> ids.add(id.intValue()));
        // config.json's own comes first: training ends a completion with it
        int own = config.path("eos_token_id").isInt()
                ? config.path("eos_token_id").intValue()
                : -1;
        return ids.stream()
                .sorted((a, b) -> Boolean.compare(b == own, a == own))
                .toList();
    }

    private static JsonNode json(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root == null || !root.isObject()) {
                throw new UnusableModelException(file.getFileName() + " is not a JSON object");
            }
            return root;
        } catch (IOException e) {
            throw new UnusableModelException(file.getFileName() + " is missing or not readable JSON", e);
        }
    }

    private static int positive(JsonNode config, String name) {
        JsonNode value = config.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw new UnusableModelException("config.json: " + name + " is "
                    + (value.isMissingNode() ? "missing" : value.toString()) + "; a positive integer is needed");
        }
        return value.intValue();
    }

    private static void refuse(JsonNode config, String name) {
        if (config.path(name).asBoolean(false)) {
            throw new UnusableModelException("config.json: " + name + " = true is not supported");
        }
    }
}
