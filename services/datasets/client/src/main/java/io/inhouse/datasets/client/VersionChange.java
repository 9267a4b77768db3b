package io.inhouse.datasets.client;

import java.util.Map;

/**
 * Changes an empty draft.
 *
 * @param actions per type of personal data; types not named stay as they are
 */
public record VersionChange(Map<PersonalDataType, PersonalDataAction> actions) {}
