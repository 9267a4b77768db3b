package io.inhouse.ledger;

import java.util.ArrayList;
import java.util.List;

/** A perfect subtree: the leaves from {@code index · 2^level} on, 2^level of them. */
public record Subtree(int level, long index) {
    /** The fewest perfect subtrees that cover the leaves {@code from} (inclusive) to {@code to} (exclusive), in order. */
    public static List<Subtree> cover(long from, long to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no range of entries: " + from + " to " + to);
        }
        List<Subtree> parts = new ArrayList<>();
        long at = from;
        while (at < to) {
            int fitting = 63 - Long.numberOfLeadingZeros(to - at);
            int level = at == 0 ? fitting : Math.min(fitting, Long.numberOfTrailingZeros(at));
            parts.add(new Subtree(level, at >> level));
            at += 1L << level;
        }
        return parts;
    }
}
