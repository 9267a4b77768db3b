package io.inhouse.training;

import java.nio.file.Path;

/** Hears how a job goes. Called on the training thread; what it throws ends the job, whose snapshots stay. */
public interface TrainingListener {
    /** Wants nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /** What the job does now. */
    enum Phase {
        /** Rows become token ids and are checked. */
        PREPARING,
        TRAINING,
        /** The adapter is written. */
        WRITING,
        /** Held-out rows are completed and compared. */
        EVALUATING
    }

    /**
     * @param step steps done, counted from 1
     * @param steps steps of the whole job
     * @param loss mean over the batch's completion and end-of-text tokens, in nats
     * @param gradientNorm before clipping
     * @param tokens of the rows read in this run so far: prompt, completion, begin and end; no padding
     * @param tokensPerSecond mean of this run
     * @param secondsLeft estimated
     */
    record Progress(
            long step,
            long steps,
            double loss,
            double learningRate,
            double gradientNorm,
            long tokens,
            double tokensPerSecond,
            double secondsLeft) {}

    default void phase(Phase phase) {}

    /** The job goes on after {@code step} steps that an earlier process had done. */
    default void resumed(long step) {}

    default void progress(Progress progress) {}

    /** The adapter after {@code step} steps was measured on the held-out rows that choose it. */
    default void evaluated(long step, HeldOutLoss loss, boolean lowest) {}

    /** A snapshot is durable. */
    default void snapshot(long step, Path file) {}

    /** Asked before every step and every part of an evaluation; false ends the job with {@link java.util.concurrent.CancellationException}. */
    default boolean mayContinue() {
        return true;
    }
}
