package io.inhouse.inference.generation;

import java.util.List;

/**
 * How the answer is drawn.
 *
 * @param maxTokens most tokens of the answer; the context may end it earlier
 * @param temperature from 0 (the most probable token) to 2
 * @param topP above 0, at most 1
 * @param stop texts that end the answer
 */
public record Draw(int maxTokens, double temperature, double topP, long seed, List<String> stop) {
    public Draw {
        stop = List.copyOf(stop);
    }
}
