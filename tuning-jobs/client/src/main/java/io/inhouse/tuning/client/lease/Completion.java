package io.inhouse.tuning.client.lease;

import io.inhouse.tuning.client.JobResult;

/** Training is over and both files are uploaded. @param adapterDigest as the adapter format computes it */
public record Completion(long fence, String adapterDigest, JobResult result) {}
