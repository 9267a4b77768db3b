package io.inhouse.modelformat.llama;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.adapterformat.TensorInfo;
import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.gguf.GgufType;
import io.inhouse.modelformat.gguf.GgufWriter;
import io.inhouse.modelformat.merging.MergedWeights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a model of the Llama architecture, with or without an adapter merged into it, as one GGUF file. */
public final class GgufExport {
    private static final int FILE_TYPE_F16 = 1;
    private static final int FILE_TYPE_Q8_0 = 7;

    private final MergedWeights weights;
    private final JsonNode config;
    private final LlamaShape shape;

    private GgufExport(MergedWeights weights) throws IOException {
        this.weights = weights;
        this.config = weights.base().json("config.json");
        if (!config.path("model_type").asText().equals("llama")) {
            throw new MalformedModelException(
                    "config.json: model_type " + config.path("model_type").asText()
                            + " is not written as GGUF; llama is. Merge it into Hugging Face's layout instead");
        }
        int heads = positive("num_attention_heads");
        this.shape = new LlamaShape(
                positive("vocab_size"),
                positive("hidden_size"),
                positive("intermediate_size"),
                positive("num_hidden_layers"),
                heads,
                config.hasNonNull("num_key_value_heads") ? positive("num_key_value_heads") : heads,
                config.hasNonNull("head_dim") ? positive("head_dim") : positive("hidden_size") / heads,
                positive("max_position_embeddings"),
                config.path("tie_word_embeddings").asBoolean(false));
    }

    private int positive(String member) throws MalformedModelException {
        JsonNode value = config.path(member);
        if (!value.isIntegralNumber() || value.intValue() < 1) {
            throw new MalformedModelException(
                    "config.json: " + member + " is " + value + "; a positive integer is needed");
        }
        return value.intValue();
    }

    /**
     * @param adapter in PEFT's layout; null for the base alone
     * @param matrices {@code F16} or {@code Q8_0}; vectors stay float32, as do matrices whose rows fit no blocks
     * @param file appears whole or not at all
     * @throws IOException if base or adapter cannot be used or cannot be expressed, a number is not finite, or the disk is full
     */
    public static void write(Path base, @Nullable Path adapter, GgufType matrices, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (MergedWeights weights = MergedWeights.open(base, adapter)) {
            GgufWriter writer = new GgufExport(weights).writer(matrices);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
                writer.write(out);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private GgufWriter writer(GgufType matrices) throws IOException {
        if (matrices != GgufType.F16 && matrices != GgufType.Q8_0) {
            throw new IllegalArgumentException(matrices + " is not written; F16 and Q8_0 are");
        }
        GgufWriter writer = new GgufWriter()
                .metadata("general.architecture", "llama")
                .metadata("general.type", "model")
                .metadata("general.file_type", matrices == GgufType.F16 ? FILE_TYPE_F16 : FILE_TYPE_Q8_0)
                .metadata("general.quantization_version", 2)
                .metadata("llama.block_count", shape.layers())
                .metadata("llama.context_length", shape.context())
                .metadata("llama.embedding_length", shape.hidden())
                .metadata("llama.feed_forward_length", shape.feedForward())
                .metadata("llama.attention.head_count", shape.heads())
                .metadata("llama.attention.head_count_kv", shape.keyHeads())
                .metadata("llama.attention.key_length", shape.headDimension())
                .metadata("llama.attention.value_length", shape.headDimension())
                .metadata("llama.rope.dimension_count", shape.headDimension())
                .metadata("llama.rope.freq_base", (float) theta())
                .metadata("llama.attention.layer_norm_rms_epsilon", (float)
                        config.path("rms_norm_eps").asDouble(1e-6))
                .metadata("llama.vocab_size", shape.vocabulary());
        rotaryScaling(writer);
        TokenizerExport.write(weights.base(), shape.vocabulary(), writer);
        for (LlamaTensors.Named named : LlamaTensors.of(shape).values()) {
            TensorInfo tensor = weights.base().tensors().get(named.huggingFace());
            if (tensor == null || !tensor.shape().equals(named.shape())) {
                throw new MalformedModelException("tensor " + named.huggingFace() + " "
                        + (tensor == null ? "is missing" : "has shape " + tensor.shape()) + "; config.json asks for "
                        + named.shape());
            }
            boolean vector = named.shape().size() == 1;
            boolean blocks = named.shape().getLast() % matrices.blockElements() == 0;
            boolean heads = named.heads() != LlamaTensors.Heads.NONE;
            writer.tensor(
                    named.gguf(),
                    vector ? GgufType.F32 : blocks ? matrices : GgufType.F16,
                    named.shape(),
                    (row, into) -> weights.row(
                            named.huggingFace(),
                            heads ? LlamaTensors.rowInHuggingFace(row, shape.headDimension()) : row,
                            into));
        }
        return writer;
    }

    private double theta() {
        JsonNode inParameters = config.path("rope_parameters").path("rope_theta");
        return inParameters.isNumber()
                ? inParameters.doubleValue()
                : config.path("rope_theta").asDouble(10_000);
    }

    private void rotaryScaling(GgufWriter writer) throws MalformedModelException {
        JsonNode scaling =
                config.hasNonNull("rope_parameters") ? config.path("rope_parameters") : config.path("rope_scaling");
        String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
        switch (type) {
            case "default" -> {}
            case "linear" ->
                writer.metadata("llama.rope.scaling.type", "linear").metadata("llama.rope.scaling.factor", (float)
                        scaling.path("factor").asDouble());
            case "llama3" -> {
                writer.metadata(
                        LlamaConfig.ORIGINAL_CONTEXT,
                        scaling.path("original_max_position_embeddings").asInt());
                float[] factors = LlamaConfig.llama3Factors(
                        shape.headDimension(),
                        theta(),
                        new LlamaConfig.Llama3(
                                scaling.path("factor").asDouble(),
                                scaling.path("low_freq_factor").asDouble(),
                                scaling.path("high_freq_factor").asDouble(),
                                scaling.path("original_max_position_embeddings").asDouble()));
                writer.tensor(
                        LlamaConfig.ROPE_FACTORS,
                        GgufType.F32,
                        List.of((long) factors.length),
                        (row, into) -> System.arraycopy(factors, 0, into, 0, factors.length));
            }
            default ->
                throw new MalformedModelException(
                        "config.json: rope_type " + type + " is not written as GGUF; default, linear and llama3 are");
        }
    }
}
