package io.inhouse.datasets.overlap;

import io.inhouse.datasets.client.NearDuplicate;
import java.util.List;

/**
 * What held-out and training rows of a version have in common.
 *
 * @param rows compared, of both splits
 * @param same held-out rows whose question is trained on, as far as they are named, in their order
 * @param sameCount how many there are
 * @param near pairs of rows with nearly the same question, as far as they are named, the most similar first
 * @param nearCount how many held-out rows have such a question
 */
public record Overlap(long rows, List<Pair> same, long sameCount, List<NearDuplicate> near, long nearCount) {
    /** Nothing is held out. */
    public static Overlap none(long rows) {
        return new Overlap(rows, List.of(), 0, List.of(), 0);
    }

    /** Two rows, each by its upload and line. */
    public record Pair(NearDuplicate.Place heldOut, NearDuplicate.Place training) {}
}
