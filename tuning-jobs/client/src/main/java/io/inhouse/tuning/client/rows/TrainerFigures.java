package io.inhouse.tuning.client.rows;

import java.util.List;

/**
 * Rows in tokens, as the trainer counts them: begin-of-text, prompt, completion and end-of-text.
 *
 * @param contextLength most tokens that the model reads at once
 * @param rows that were measured
 * @param tokens of all rows that a job would take
 * @param learned those of them whose prediction counts in the loss
 * @param shortest tokens of the shortest row that a job would take; 0 if it would take none
 * @param histogram how many rows are how long, in steps of equal width
 * @param refused rows that a job would refuse
 * @param refusals the first of them
 */
public record TrainerFigures(
        int contextLength,
        long rows,
        long tokens,
        long learned,
        int shortest,
        int median,
        int longest,
        List<Bucket> histogram,
        long refused,
        List<Refusal> refusals) {
    public TrainerFigures {
        histogram = List.copyOf(histogram);
        refusals = List.copyOf(refusals);
    }

    /** Rows of at least {@code from} and at most {@code to} tokens. */
    public record Bucket(int from, int to, long rows) {}

    /**
     * @param row its number, from 1
     * @param reason as a job would fail with
     */
    public record Refusal(long row, String reason) {}
}
