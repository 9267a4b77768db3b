package io.inhouse.tuning.client;

import org.jspecify.annotations.Nullable;

/**
 * A tuning job that somebody thinks about.
 *
 * @param baseModel name, digest or id
 * @param datasetVersion {@code dsv-…}; it need not be approved yet
 * @param tokensPerRow mean length of a row with prompt and completion, or of a text, which may exceed the context; null: taken from an earlier job on the same rows and
 *     base model, or else assumed to be as long as the trainer can take
 */
public record EstimateRequest(
        @Nullable String baseModel,
        @Nullable String datasetVersion,
        @Nullable RecipeRequest recipe,
        @Nullable Double tokensPerRow) {}
