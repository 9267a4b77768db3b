package io.inhouse.tuning.client.lease;

import io.inhouse.tuning.client.JobFailure;

/** Training cannot go on, and trying again would not help. */
public record FailureReport(long fence, JobFailure failure) {}
