package io.inhouse.datasets.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in or corrects what a dataset says about itself; null leaves a member as it is; so does a null within the governance. Approved versions keep what they were approved with. */
public record DatasetChange(
        @Nullable String description,
        @Nullable List<String> purposes,
        @Nullable String legalBasis,
        @Nullable String licence,
        @Nullable String retention,
        @Nullable String consentBatch,
        @Nullable DataGovernance governance) {}
