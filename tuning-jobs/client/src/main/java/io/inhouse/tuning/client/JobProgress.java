package io.inhouse.tuning.client;

import org.jspecify.annotations.Nullable;

/**
 * Where a job is.
 *
 * @param phase {@code preparing}, {@code evaluating-base}, {@code training}, {@code evaluating-tuned}, {@code registering}
 * @param step of the phase, from 1; 0 before the first
 * @param loss mean over the tokens that count, natural logarithm
 * @param tokensPerSecond real tokens through forward and backward
 * @param peakRssMb peak resident memory of the trainer, in 10^6 bytes
 * @param secondsLeft estimate for the phase
 */
public record JobProgress(
        String phase,
        int step,
        int totalSteps,
        @Nullable Double loss,
        @Nullable Double learningRate,
        @Nullable Double tokensPerSecond,
        @Nullable Double peakRssMb,
        @Nullable Long secondsLeft) {}
