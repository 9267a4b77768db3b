package io.inhouse.datasets.difference;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Compares two lists of rows as bags: of equal rows each one counts. A row is given as 64 bits of a hash of what it says;
 * that two different ones among a million agree happens once in thirty million comparisons.
 */
final class Comparison {
    private final BitSet added = new BitSet();
    private final BitSet removed = new BitSet();
    private final long kept;
    private final int to;

    /** @param from hashes of the rows in their order */
    Comparison(long[] from, long[] to) {
        this.to = to.length;
        long[] sorted = from.clone();
        Arrays.sort(sorted);
        // How many rows of a run of equal ones were met in the other list; counted at the run's first place.
        int[] met = new int[sorted.length];
        for (int i = 0; i < to.length; i++) {
            int first = first(sorted, to[i]);
            if (first < sorted.length && sorted[first] == to[i] && met[first] < run(sorted, first)) {
                met[first]++;
            } else {
                added.set(i);
            }
        }
        int[] seen = new int[sorted.length];
        for (int i = 0; i < from.length; i++) {
            int first = first(sorted, from[i]);
            if (++seen[first] > met[first]) {
                removed.set(i);
            }
        }
        kept = to.length - (long) added.cardinality();
    }

    /** Indices into {@code to}. */
    BitSet added() {
        return (BitSet) added.clone();
    }

    /** Indices into {@code from}. */
    BitSet removed() {
        return (BitSet) removed.clone();
    }

    /** Indices into {@code to}. */
    BitSet keptRows() {
        BitSet rows = new BitSet();
        rows.set(0, to);
        rows.andNot(added);
        return rows;
    }

    long kept() {
        return kept;
    }

    /** Where values that are not smaller begin. */
    private static int first(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int run(long[] sorted, int first) {
        int end = first;
        while (end < sorted.length && sorted[end] == sorted[first]) {
            end++;
        }
        return end - first;
    }
}
