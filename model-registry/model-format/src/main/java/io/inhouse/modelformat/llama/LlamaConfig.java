package io.inhouse.modelformat.llama;

import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.gguf.GgufFile;
import io.inhouse.modelformat.gguf.GgufTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A GGUF file's metadata as Hugging Face's {@code config.json}. */
final class LlamaConfig {
    static final String ROPE_FACTORS = "rope_freqs.weight";
    private static final double LOW = 1;
    private static final double HIGH = 4;
    static final String ORIGINAL_CONTEXT = "llama.rope.scaling.original_context_length";
    private static final long LLAMA_3_CONTEXT = 8192;

    private LlamaConfig() {}

    static Map<String, @Nullable Object> of(GgufFile file, LlamaShape shape) throws MalformedModelException {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("LlamaForCausalLM"));
        config.put("model_type", "llama");
        config.put("vocab_size", shape.vocabulary());
        config.put("hidden_size", shape.hidden());
        config.put("intermediate_size", shape.feedForward());
        config.put("num_hidden_layers", shape.layers());
        config.put("num_attention_heads", shape.heads());
        config.put("num_key_value_heads", shape.keyHeads());
        config.put("head_dim", shape.headDimension());
        config.put("max_position_embeddings", shape.context());
        Double epsilon = file.number("llama.attention.layer_norm_rms_epsilon");
        if (epsilon == null || !(epsilon > 0)) {
            throw new MalformedModelException(file.name() + ": llama.attention.layer_norm_rms_epsilon is " + epsilon);
        }
        config.put("rms_norm_eps", epsilon);
        double theta = Objects.requireNonNullElse(file.number("llama.rope.freq_base"), 10_000.0);
        config.put("rope_theta", theta);
        config.put("rope_scaling", scaling(file, shape, theta));
        config.put("hidden_act", "silu");
        config.put("attention_bias", false);
        config.put("mlp_bias", false);
        config.put("tie_word_embeddings", shape.tied());
        config.put("bos_token_id", file.integer("tokenizer.ggml.bos_token_id"));
        config.put("eos_token_id", file.integer("tokenizer.ggml.eos_token_id"));
        config.put("pad_token_id", file.integer("tokenizer.ggml.padding_token_id"));
        config.put("torch_dtype", "float32");
        return config;
    }

    private static @Nullable Map<String, Object> scaling(GgufFile file, LlamaShape shape, double theta)
            throws MalformedModelException {
        String type = Objects.requireNonNullElse(file.text("llama.rope.scaling.type"), "none");
        GgufTensor factors = file.tensors().get(ROPE_FACTORS);
        return switch (type) {
            case "none" -> factors == null ? null : llama3(file, factors, shape, theta);
            case "linear" ->
                GgufTokenizer.ordered(
                        "rope_type",
                        "linear",
                        "factor",
                        Objects.requireNonNullElse(file.number("llama.rope.scaling.factor"), 1.0));
            default ->
                throw new MalformedModelException(file.name() + ": llama.rope.scaling.type " + type
                        + " is not read; none and linear are, and Llama 3's factors");
        };
    }

    /**
     * GGUF carries by how much each pair turns slower, not the rule. Llama 3.1 to 3.3 share one rule with one free number,
     * the largest factor (and the context it was first trained with, which files made here name); whether it is that rule is
     * checked factor by factor.
     */
    private static Map<String, Object> llama3(GgufFile file, GgufTensor tensor, LlamaShape shape, double theta)
            throws MalformedModelException {
        int pairs = shape.headDimension() / 2;
        if (!tensor.shape().equals(List.of((long) pairs))) {
            throw new MalformedModelException(file.name() + ": tensor " + ROPE_FACTORS + " has shape " + tensor.shape()
                    + ", expected [" + pairs + "]");
        }
        float[] factors = new float[pairs];
        file.row(tensor, 0, factors);
        double largest = 1;
        for (float factor : factors) {
            largest = Math.max(largest, factor);
        }
        long context = Objects.requireNonNullElse(file.integer(ORIGINAL_CONTEXT), LLAMA_3_CONTEXT);
        float[] expected = llama3Factors(shape.headDimension(), theta, new Llama3(largest, LOW, HIGH, context));
        for (int i = 0; i < pairs; i++) {
            if (!(Math.abs(factors[i] - expected[i]) <= 1e-3 * expected[i])) {
                throw new MalformedModelException(file.name() + ": tensor " + ROPE_FACTORS + " stretches pair " + i
                        + " by " + factors[i] + ", Llama 3's rule by " + expected[i] + "; other rules are not read");
            }
        }
        return GgufTokenizer.ordered(
                "rope_type",
                "llama3",
                "factor",
                largest,
                "low_freq_factor",
                LOW,
                "high_freq_factor",
                HIGH,
                "original_max_position_embeddings",
                context);
    }

    /**
     * Wavelengths beyond {@code context / low} turn slower by {@code factor}, those below {@code context / high} as ever, with a
     * smooth passage between.
     */
    record Llama3(double factor, double low, double high, double context) {}

    /** By how much each pair of a head turns slower. */
    static float[] llama3Factors(int headDimension, double theta, Llama3 rule) {
        float[] factors = new float[headDimension / 2];
        for (int i = 0; i < factors.length; i++) {
            double wavelength = 2 * Math.PI * Math.pow(theta, 2.0 * i / headDimension);
            double smooth = (rule.context / wavelength - rule.low) / (rule.high - rule.low);
            double passage = 1 / ((1 - smooth) / rule.factor + smooth);
            factors[i] = (float)
                    (wavelength < rule.context / rule.high
                            ? 1
                            : wavelength > rule.context / rule.low ? rule.factor : passage);
        }
        return factors;
    }
}
