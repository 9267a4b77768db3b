package io.inhouse.tuning.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tuning job.
 *
 * @param id {@code ftjob-…}
 * @param baseModel name of the base model
 * @param owner subject of who ordered it
 * @param attempt how often a trainer has been started for it
 * @param adapterId {@code adp-…}, once registered
 */
public record TuningJob(
        String id,
        String project,
        JobState state,
        String baseModel,
        String baseDigest,
        String datasetVersion,
        String datasetDigest,
        long trainRows,
        long testRows,
        String purpose,
        @Nullable String suffix,
        Recipe recipe,
        String owner,
        String ownerName,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable JobProgress progress,
        @Nullable JobResult result,
        @Nullable JobFailure failure,
        @Nullable String adapterId,
        @Nullable String adapterDigest) {}
