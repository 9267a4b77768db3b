package io.inhouse.languagemodel.family;

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

/** {@code config.json}, and what {@code generation_config.json} adds. Values that make no sense are refused by name. */
final class ConfigFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final JsonNode root;

    private ConfigFile(Path directory, JsonNode root) {
        this.directory = directory;
        this.root = root;
    }

    static ConfigFile read(Path directory) {
        return new ConfigFile(directory, json(directory.resolve("config.json")));
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

    String modelType() {
        return root.path("model_type").asText("(none)");
    }

    JsonNode node(String name) {
        return root.path(name);
    }

    /** How positions turn: rope_scaling, or rope_parameters of newer files. */
    JsonNode rotation() {
        return node(has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    }

    boolean has(String name) {
        return root.hasNonNull(name);
    }

    int positive(String name) {
        JsonNode value = root.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw new UnusableModelException("config.json: " + name + " is "
                    + (value.isMissingNode() ? "missing" : value.toString()) + "; a positive integer is needed");
        }
        return value.intValue();
    }

    int positive(String name, int otherwise) {
        return has(name) ? positive(name) : otherwise;
    }

    /** How many there are of what so many are chosen from. */
    int atLeast(String name, int chosen) {
        int count = positive(name);
        if (count < chosen) {
            throw new UnusableModelException(
                    "config.json: num_experts_per_tok is " + chosen + ", but " + name + " is " + count);
        }
        return count;
    }

    /** As {@link #positive}, but 0 is allowed too and is what an absent value means. */
    int natural(String name) {
        return !has(name) || root.path(name).asInt(-1) == 0 ? 0 : positive(name);
    }

    double number(String name, double otherwise) {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new UnusableModelException("config.json: " + name + " is " + value + "; a number is needed");
        }
        return value.doubleValue();
    }

    boolean flag(String name, boolean otherwise) {
        return root.path(name).asBoolean(otherwise);
    }

    List<Integer> integers(String name) {
        SortedSet<Integer> values = new TreeSet<>();
        root.path(name).forEach(v -> values.add(v.asInt()));
        return List.copyOf(values);
    }

    void refuse(String name) {
        if (root.path(name).asBoolean(false)) {
            throw new UnusableModelException("config.json: " + name + " = true is not supported");
        }
    }

    /** Refuses any other value than this one; absent is as good. */
    void require(String name, String only) {
        String found = root.path(name).asText(only);
        if (has(name) && !found.equals(only)) {
            throw new UnusableModelException(
                    "config.json: " + name + " " + found + " is not supported; supported is " + only);
        }
    }

    /** What no family may ask for. */
    void refuseUnknown() {
        require("hidden_act", "silu");
        if (has("quantization_config")) {
            throw new UnusableModelException("config.json: quantization_config ("
                    + root.path("quantization_config").path("quant_method").asText("unnamed")
                    + ") is not supported; supported are weights in F32, F16 and BF16");
        }
    }

    int headDimension(int heads) {
        int hidden = positive("hidden_size");
        if (!has("head_dim") && hidden % heads != 0) {
            throw new UnusableModelException(
                    "config.json: hidden_size " + hidden + " is not a multiple of num_attention_heads " + heads);
        }
        int dimension = positive("head_dim", hidden / heads);
        if (dimension % 2 != 0) {
            throw new UnusableModelException("config.json: rotary embedding needs an even head size, not " + dimension);
        }
        return dimension;
    }

    /** Grouped attention as most families describe it. */
    Attention.Grouped groupedAttention() {
        int heads = positive("num_attention_heads");
        int keyValueHeads = positive("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) {
            throw new UnusableModelException("config.json: num_attention_heads " + heads
                    + " is not a multiple of num_key_value_heads " + keyValueHeads);
        }
        return Attention.Grouped.plain(heads, keyValueHeads, headDimension(heads));
    }

    /** {@code sliding_window} of a file in which it holds for all blocks; 0 if it cannot matter. */
    int window() {
        int window = natural("sliding_window");
        return window >= positive("max_position_embeddings") ? 0 : window;
    }

    OptionalInt beginOfText() {
        JsonNode id = root.path("bos_token_id");
        return id.isInt() ? OptionalInt.of(id.intValue()) : OptionalInt.empty();
    }

    List<Integer> endOfText() {
        Path generation = directory.resolve("generation_config.json");
        JsonNode node = root.path("eos_token_id");
        if (Files.exists(generation) && json(generation).hasNonNull("eos_token_id")) {
            node = json(generation).path("eos_token_id");
        }
        SortedSet<Integer> ids = new TreeSet<>();
        if (node.isInt()) {
            ids.add(node.intValue());
        }
        node.forEach(id -> ids.add(id.intValue()));
        // config.json's own comes first: training ends a completion with it
        int own = root.path("eos_token_id").isInt() ? root.path("eos_token_id").intValue() : -1;
        return ids.stream()
                .sorted((a, b) -> Boolean.compare(b == own, a == own))
                .toList();
    }
}
