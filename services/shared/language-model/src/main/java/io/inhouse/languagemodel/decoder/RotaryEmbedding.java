package io.inhouse.languagemodel.decoder;

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

    /** Reads rope_theta and rope_scaling, or rope_parameters of newer files. */
    static RotaryEmbedding of(JsonNode config) {
        JsonNode node =
                config.hasNonNull("rope_parameters") ? config.path("rope_parameters") : config.path("rope_scaling");
        double theta = node.hasNonNull("rope_theta")
                ? node.path("rope_theta").asDouble()
                : config.path("rope_theta").asDouble(10_000);
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
                    default ->
                        throw new UnusableModelException(
                                "config.json: rope_type " + type + " is not supported; default, linear and llama3 are");
                });
    }

    private static double number(JsonNode node, String name) {
        if (!node.path(name).isNumber() || node.path(name).doubleValue() <= 0) {
            throw new UnusableModelException("config.json: rope_scaling needs a positive " + name);
        }
        return node.path(name).doubleValue();
    }

    /** Angle per position of each pair, [headDimension / 2]. */
    float[] frequencies(int headDimension) {
        float[] frequencies = new float[headDimension / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = 1 / Math.pow(theta, 2.0 * i / headDimension);
            frequencies[i] = (float)
                    switch (scaling) {
                        case None() -> plain;
                        case Linear(double factor) -> plain / factor;
                        case Llama3 s -> scaled(plain, s);
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
}
