package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What a model is asked to go on from; null leaves a parameter to the server's default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewText(
        String model,
        String prompt,
        @JsonProperty("max_tokens") @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Long seed,
        @Nullable Boolean stream) {}
