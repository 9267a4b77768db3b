package io.inhouse.datasets.client;

import org.jspecify.annotations.Nullable;

/**
 * The data-governance statements of Article 10(2) of the EU AI Act, (a) to (h), each in a steward's own words; null where
 * nothing is stated yet.
 *
 * @param designChoices (a) why this data, in this form
 * @param origin (b) how it was collected and where it comes from; of personal data also for what it was collected first
 * @param preparation (c) annotation, labelling, cleaning, enrichment, aggregation
 * @param assumptions (d) what the data is supposed to measure and represent
 * @param suitability (e) whether there is enough of it, and whether it suits
 * @param biasExamination (f) which biases were looked for, and what was found
 * @param biasMitigation (g) what is done against them
 * @param gaps (h) what is missing, and how that is dealt with
 */
public record DataGovernance(
        @Nullable String designChoices,
        @Nullable String origin,
        @Nullable String preparation,
        @Nullable String assumptions,
        @Nullable String suitability,
        @Nullable String biasExamination,
        @Nullable String biasMitigation,
        @Nullable String gaps) {
    public static final DataGovernance NOTHING = new DataGovernance(null, null, null, null, null, null, null, null);
}
