package io.inhouse.languagemodel.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.languagemodel.weights.UnusableModelException;

/**
 * Rotary position embedding (Su et al. 2021, arXiv:2104.09864): pair i of a head turns by position · theta^(-2i/d).
 *
 * @param scaling how long contexts stretch the angles
 */
public record RotaryEmbedding(double theta, Scaling scaling) {
    public sealed interface Scaling {}

    public record None() implements Scaling {}

    /** All angles divided by {@code factor}. */
    public record Linear(double factor) implements Scaling {}

    /** Llama 3.1: slow pairs divided by {@code factor}, fast ones left, a smooth passage between. */
    public record Llama3(double factor, double lowFrequency, double highFrequency, double originalContext)
            implements Scaling {}

    /**
     * YaRN (Peng et al. 2023, arXiv:2309.00071): pairs that turn less than {@code slow} times in the original context are
     * divided by {@code factor}, those that turn more than {@code fast} times are left; cos and sin grow by {@code growth}.
     */
    public record Yarn(double factor, double fast, double slow, double originalContext, boolean whole, double growth)
            implements Scaling {}

    /** Reads rope_theta and {@link ConfigFile#rotation}. */
    static RotaryEmbedding of(ConfigFile config, double usualTheta) {
        JsonNode node = config.rotation();
        double theta = node.hasNonNull("rope_theta")
                ? node.path("rope_theta").asDouble()
                : config.number("rope_theta", usualTheta);
        if (!(theta > 1)) {
            throw new UnusableModelException("config.json: rope_theta is " + theta + "; it must be above 1");
        }
        String type = node.path("rope_type").asText(node.path("type").asText("default"));
        return new RotaryEmbedding(
                theta,
                switch (type) {
                    case "default" -> new None();
                    case "linear" -> new Linear(number(node, "factor"));
                    case "llama3" ->
                        new Llama3(
                                number(node, "factor"),
                                number(node, "low_freq_factor"),
                                number(node, "high_freq_factor"),
                                number(node, "original_max_position_embeddings"));
                    case "yarn" -> yarn(config, node);
                    default ->
                        throw new UnusableModelException("config.json: rope_type " + type
                                + " is not supported; supported are default, linear, llama3 and yarn");
                });
    }

    private static Yarn yarn(ConfigFile config, JsonNode node) {
        double factor = number(node, "factor");
        double scale = node.path("mscale").asDouble(0);
        double scaleOfAll = node.path("mscale_all_dim").asDouble(0);
        double growth = node.hasNonNull("attention_factor")
                ? number(node, "attention_factor")
                : scale != 0 && scaleOfAll != 0
                        ? growth(factor, scale) / growth(factor, scaleOfAll)
                        : growth(factor, 1);
        return new Yarn(
                factor,
                node.path("beta_fast").asDouble(32),
                node.path("beta_slow").asDouble(1),
                node.hasNonNull("original_max_position_embeddings")
                        ? number(node, "original_max_position_embeddings")
                        : config.positive("max_position_embeddings"),
                node.path("truncate").asBoolean(true),
                growth);
    }

    /** YaRN's correction of the scores' temperature for a context that became {@code factor} times longer. */
    static double growth(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private static double number(JsonNode node, String name) {
        if (!node.path(name).isNumber() || node.path(name).doubleValue() <= 0) {
            throw new UnusableModelException("config.json: rope_scaling needs a positive " + name);
        }
        return node.path(name).doubleValue();
    }

    /** What cos and sin are multiplied by. */
    public double growth() {
        return scaling instanceof Yarn yarn ? yarn.growth() : 1;
    }

    /** Angle per position of each pair, [dimension / 2]. */
    public float[] frequencies(int dimension) {
        float[] frequencies = new float[dimension / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = 1 / Math.pow(theta, 2.0 * i / dimension);
            frequencies[i] = (float)
                    switch (scaling) {
                        case None() -> plain;
                        case Linear(double factor) -> plain / factor;
                        case Llama3 s -> scaled(plain, s);
                        case Yarn s -> scaled(plain, i, dimension, s);
                    };
        }
        return frequencies;
    }

    private static double scaled(double frequency, Llama3 s) {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength > s.originalContext() / s.lowFrequency()) {
            return frequency / s.factor();
        }
        if (wavelength < s.originalContext() / s.highFrequency()) {
            return frequency;
        }
        double smooth = (s.originalContext() / wavelength - s.lowFrequency()) / (s.highFrequency() - s.lowFrequency());
        return (1 - smooth) * frequency / s.factor() + smooth * frequency;
    }

    private double scaled(double frequency, int pair, int dimension, Yarn s) {
        double low = pairTurning(s.fast(), dimension, s);
        double high = pairTurning(s.slow(), dimension, s);
        if (s.whole()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, dimension - 1);
        double stretched = Math.clamp((pair - low) / (high == low ? 0.001 : high - low), 0.0, 1.0);
        return stretched * frequency / s.factor() + (1 - stretched) * frequency;
    }

    /** Index, not rounded, of the pair that turns so often in the original context. */
    private double pairTurning(double times, int dimension, Yarn s) {
        return dimension * Math.log(s.originalContext() / (times * 2 * Math.PI)) / (2 * Math.log(theta));
    }
}
