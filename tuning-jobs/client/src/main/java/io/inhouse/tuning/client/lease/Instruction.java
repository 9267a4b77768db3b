package io.inhouse.tuning.client.lease;

/** The answer to a heartbeat. @param cancel the job's owner wants it to stop: write a training snapshot and exit */
public record Instruction(boolean cancel) {}
