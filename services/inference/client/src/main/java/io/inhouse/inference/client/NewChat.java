package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of a model; null leaves a parameter to the server's default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewChat(
        String model,
        List<ChatMessage> messages,
        @JsonProperty("max_tokens") @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Long seed,
        @Nullable Boolean stream) {
    public NewChat {
        messages = List.copyOf(messages);
    }
}
