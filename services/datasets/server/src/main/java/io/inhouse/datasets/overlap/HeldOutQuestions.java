package io.inhouse.datasets.overlap;

import io.inhouse.datasets.encryption.Hashing;
import io.inhouse.datasets.rows.SameText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The held-out questions of a version, ready to be compared with one training question after the other. Two sets that are
 * similar by {@value #NEAR} or more share at least one of their smallest elements, so only those are looked up: nothing is
 * missed, and a comparison costs about ten look-ups (Chaudhuri, Ganti, Kaushik 2006, "A primitive operator for similarity
 * joins").
 */
final class HeldOutQuestions {
    /** Questions at least so similar are near duplicates. */
    static final double NEAR = 0.9;

    private final int mostShingles;
    private final Map<ByteBuffer, List<Integer>> same = new HashMap<>();
    private final List<long[]> shingles = new ArrayList<>();
    private final Map<Long, List<Integer>> byPrefix = new HashMap<>();
    private boolean indexed;
    private long kept;

    /** While nothing but zeros: all hashes are kept. Otherwise those that have none of its bits. */
    private long mask;

    /** @param mostShingles bounds memory: of more, an even sample is compared */
    HeldOutQuestions(int mostShingles) {
        this.mostShingles = mostShingles;
    }

    /** @param heldOut number of the question, in the order of {@link #add} */
    record Match(int heldOut, double similarity) {}

    int size() {
        return shingles.size();
    }

    void add(String question) {
        same.computeIfAbsent(key(question), k -> new ArrayList<>()).add(shingles.size());
        long[] set = sampled(Shingles.of(question));
        shingles.add(set);
        kept += set.length;
        while (kept > mostShingles) {
            mask = (mask << 1) | 1;
            shingles.replaceAll(this::sampled);
            kept = shingles.stream().mapToLong(s -> s.length).sum();
        }
    }

    /** The held-out questions that are the same. */
    List<Integer> same(String question) {
        return same.getOrDefault(key(question), List.of());
    }

    /** The held-out questions that are nearly the same, or the same. */
    List<Match> near(String question) {
        if (!indexed) {
            index();
        }
        long[] set = sampled(Shingles.of(question));
        Set<Integer> candidates = new HashSet<>();
        for (int i = 0; i < prefix(set); i++) {
            candidates.addAll(byPrefix.getOrDefault(set[i], List.of()));
        }
        List<Match> matches = new ArrayList<>();
        for (int candidate : candidates) {
            double similarity = Shingles.similarity(set, shingles.get(candidate));
            if (similarity >= NEAR) {
                matches.add(new Match(candidate, similarity));
            }
        }
        return matches;
    }

    private void index() {
        for (int i = 0; i < shingles.size(); i++) {
            long[] set = shingles.get(i);
            for (int j = 0; j < prefix(set); j++) {
                byPrefix.computeIfAbsent(set[j], h -> new ArrayList<>()).add(i);
            }
        }
        indexed = true;
    }

    private static int prefix(long[] set) {
        return set.length == 0 ? 0 : set.length - (int) Math.ceil(NEAR * set.length - 1e-6) + 1;
    }

    private long[] sampled(long[] set) {
        return mask == 0 ? set : Arrays.stream(set).filter(h -> (h & mask) == 0).toArray();
    }

    private static ByteBuffer key(String question) {
        return ByteBuffer.wrap(Hashing.sha256(Hashing.utf8(SameText.of(question))));
    }
}
