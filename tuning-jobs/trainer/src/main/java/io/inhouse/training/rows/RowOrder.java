package io.inhouse.training.rows;

import java.util.Arrays;

/**
 * Which rows make up which batch: every epoch is a permutation drawn from the seed, epochs follow each other without a
 * break, and batches are cut from that sequence. So a batch follows from its step alone, and resuming needs no state.
 */
public final class RowOrder {
    /** Keeps this use of the seed apart from others. */
    private static final long ORDER = 1;

    private final int rows;
    private final long seed;
    private long epoch = -1;
    private int[] permutation = {};

    public RowOrder(int rows, long seed) {
        this.rows = rows;
        this.seed = seed;
    }

    /** Indices of the rows of this step (counted from 0). */
    public int[] batch(long step, int size) {
        int[] batch = new int[size];
        for (int i = 0; i < size; i++) {
            long position = step * size + i;
            batch[i] = permutation(position / rows)[(int) (position % rows)];
        }
        return batch;
    }

    private int[] permutation(long wanted) {
        if (wanted != epoch) {
            int[] next = new int[rows];
            Arrays.setAll(next, i -> i);
            SeededNumbers numbers = SeededNumbers.of(seed, ORDER, wanted);
            for (int i = rows - 1; i > 0; i--) {
                int j = numbers.nextInt(i + 1);
                int swapped = next[i];
                next[i] = next[j];
                next[j] = swapped;
            }
            permutation = next;
            epoch = wanted;
        }
        return permutation;
    }
}
