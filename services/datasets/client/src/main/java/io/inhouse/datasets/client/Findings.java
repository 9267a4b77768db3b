package io.inhouse.datasets.client;

import java.util.List;
import java.util.Map;

/**
 * The personal data found in a version.
 *
 * @param byType how many of each type, over the whole version
 * @param findings one page of them, in the order of the rows
 */
public record Findings(
        String recogniser,
        Map<PersonalDataType, PersonalDataAction> actions,
        Map<PersonalDataType, Long> byType,
        List<Finding> findings) {}
