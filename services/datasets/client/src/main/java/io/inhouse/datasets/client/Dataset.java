package io.inhouse.datasets.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collection of versions with one purpose and legal basis.
 *
 * @param id {@code ds-…}
 * @param createdBy the subject who created it
 * @param createdByName what a person would recognise
 */
public record Dataset(
        String id,
        String project,
        String name,
        @Nullable String description,
        List<String> purposes,
        @Nullable String legalBasis,
        @Nullable String licence,
        @Nullable String retention,
        @Nullable String consentBatch,
        DataGovernance governance,
        String createdBy,
        String createdByName,
        Instant createdAt) {}
