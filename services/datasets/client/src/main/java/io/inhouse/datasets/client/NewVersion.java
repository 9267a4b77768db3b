package io.inhouse.datasets.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an empty version of a dataset.
 *
 * @param heldOutFraction of the rows uploaded with {@code split=auto}, the share that is held out: at least 0, below 1; default 0
 * @param seed of that split; default 0
 * @param actions per type of personal data; types not named are masked
 */
public record NewVersion(
        @Nullable Double heldOutFraction,
        @Nullable Long seed,
        @Nullable Map<PersonalDataType, PersonalDataAction> actions) {}
