package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param created Unix seconds
 * @param model the name that was asked for
 * @param systemFingerprint changes when base model or adapter change
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChatCompletion(
        String id,
        String object,
        long created,
        String model,
        @JsonProperty("system_fingerprint") String systemFingerprint,
        List<Choice> choices,
        Usage usage) {
    public ChatCompletion {
        choices = List.copyOf(choices);
    }

    /** @param finishReason {@code stop} or {@code length} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Choice(
            int index,
            Message message,
            @Nullable Object logprobs,
            @JsonProperty("finish_reason") String finishReason) {}

    /** @param refusal always null here */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Message(
            String role, String content, @Nullable String refusal) {}
}
