package io.inhouse.datasets.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a dataset. Everything but the name may be filled in later; a version is approved only when purposes, legal
 * basis, licence and retention are there.
 *
 * @param name 1 to 200 characters
 * @param purposes what the data may be used for, in the words that jobs and keys declare, for example {@code customer-service}
 * @param legalBasis for example {@code GDPR Art. 6(1)(f)}
 * @param licence for example {@code internal} or an SPDX identifier
 * @param retention ISO 8601 period after which the data must go, for example {@code P2Y}
 * @param consentBatch which consents the data rests on, in the organisation's own numbering
 */
public record NewDataset(
        String name,
        @Nullable String description,
        @Nullable List<String> purposes,
        @Nullable String legalBasis,
        @Nullable String licence,
        @Nullable String retention,
        @Nullable String consentBatch,
        @Nullable DataGovernance governance) {
    public NewDataset(
            String name,
            @Nullable String description,
            @Nullable List<String> purposes,
            @Nullable String legalBasis,
            @Nullable String licence,
            @Nullable String retention) {
        this(name, description, purposes, legalBasis, licence, retention, null, null);
    }
}
