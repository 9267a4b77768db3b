package io.inhouse.datasets.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of a dataset. Purposes, legal basis, licence, retention, consent batch and governance are the dataset's until the version is approved
 * and stay as they were from then on.
 *
 * @param id {@code dsv-…}
 * @param number 1, 2, 3 … within the dataset
 * @param recogniser version string of what looked for personal data
 * @param trainRows rows to train on, of uploads that are complete
 * @param testRows rows held out
 * @param setAsideRows rows that cannot be used; each is listed with its line and reason
 * @param digest {@code sha256:<hex>}: the Merkle root over the row commitments; present once sealed
 * @param decidedBy who approved, rejected or withdrew it last
 * @param fileId {@code file-…} if the version was uploaded through {@code /v1/files}
 */
public record DatasetVersion(
        String id,
        String datasetId,
        String project,
        int number,
        VersionState state,
        double heldOutFraction,
        long seed,
        Map<PersonalDataType, PersonalDataAction> actions,
        String recogniser,
        long trainRows,
        long testRows,
        long setAsideRows,
        List<String> purposes,
        @Nullable String legalBasis,
        @Nullable String licence,
        @Nullable String retention,
        @Nullable String consentBatch,
        DataGovernance governance,
        @Nullable String digest,
        String createdBy,
        String createdByName,
        Instant createdAt,
        @Nullable Instant sealedAt,
        @Nullable String decidedBy,
        @Nullable String decidedByName,
        @Nullable Instant decidedAt,
        @Nullable String comment,
        @Nullable String fileId) {}
