package io.inhouse.datasets.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes an empty draft.
 *
 * @param actions required; per type of personal data; types not named stay as they are
 */
public record VersionChange(@Nullable Map<PersonalDataType, PersonalDataAction> actions) {}
