package io.inhouse.tuning.client.lease;

import io.inhouse.tuning.client.Recipe;

/**
 * What a trainer is to do.
 *
 * @param fence number of this lease; it goes into every message, and messages with an older one are refused
 * @param attempt from 1
 * @param baseDirectory Hugging Face directory of the base model, on a file system that the trainer sees
 * @param baseDigest the model's digest; goes into the adapter's configuration instead of a path
 * @param workDirectory the job's own directory: training snapshots of earlier attempts are there
 * @param heartbeatSeconds how often the server wants to hear from the trainer
 * @param leaseSeconds after this long without a heartbeat somebody else may get the job
 */
public record LeaseSpec(
        String jobId,
        long fence,
        int attempt,
        String baseDirectory,
        String baseDigest,
        long trainRows,
        long testRows,
        Recipe recipe,
        String workDirectory,
        long heartbeatSeconds,
        long leaseSeconds) {}
