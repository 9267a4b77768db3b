package io.inhouse.datasets.client;

/**
 * A held-out and a training row that ask nearly the same.
 *
 * @param similarity Jaccard's, of the questions' five-character pieces, rounded down; 1 if they differ in case, punctuation
 *     or spacing only
 */
public record NearDuplicate(Place heldOut, Place training, double similarity) {
    /** @param line from 1, of the file that was uploaded */
    public record Place(String upload, long line) {}
}
