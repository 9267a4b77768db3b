package io.inhouse.tuning.client;

import org.jspecify.annotations.Nullable;

/**
 * An order to tune.
 *
 * @param baseModel name, digest or id
 * @param datasetVersion {@code dsv-…}, approved; or the {@code file-…} under which it was uploaded
 * @param purpose one of the dataset's purposes; may be left out if the caller's key carries one
 * @param suffix short name for people, lower-case letters, digits and dashes
 */
public record NewTuningJob(
        @Nullable String baseModel,
        @Nullable String datasetVersion,
        @Nullable String purpose,
        @Nullable String suffix,
        @Nullable RecipeRequest recipe) {}
