package io.inhouse.languagemodel;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 takes the most probable token; above, probabilities are softened by it; at most 2
 * @param topP only the most probable tokens that together reach this probability are drawn from; in (0, 1]
 * @param seed the same seed, prompt and model draw the same tokens
 */
public record SamplingParameters(double temperature, double topP, long seed) {
    public SamplingParameters {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature is " + temperature + "; it must lie between 0 and 2");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p is " + topP + "; it must be above 0 and at most 1");
        }
    }

    public static SamplingParameters greedy() {
        return new SamplingParameters(0, 1, 0);
    }
}
