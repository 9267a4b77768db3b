package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many token ids went in and came out; an end-of-text token counts as one that came out. */
public record Usage(
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("total_tokens") int totalTokens) {
    public static Usage of(int prompt, int completion) {
        return new Usage(prompt, completion, prompt + completion);
    }
}
