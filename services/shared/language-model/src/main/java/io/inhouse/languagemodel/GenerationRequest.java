package io.inhouse.languagemodel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param promptIds token ids, begin-of-text included if the model has one (see {@link LanguageModel#promptIds})
 * @param adapter null for the base model
 * @param maxTokens most tokens to generate, at least 1
 * @param stop texts that end the completion; they are not part of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record GenerationRequest(
        int[] promptIds, @Nullable LoraAdapter adapter, int maxTokens, SamplingParameters sampling, List<String> stop) {
    public GenerationRequest {
        if (promptIds.length == 0) {
            throw new IllegalArgumentException("the prompt has no tokens");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens is " + maxTokens + "; at least 1 is needed");
        }
        stop = List.copyOf(stop);
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string is empty");
        }
    }
}
