package io.inhouse.datasets.overlap;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text as the set of its five-character pieces (Broder 1997, "On the resemblance and containment of documents"), case,
 * punctuation and spacing aside; as 64-bit hashes in ascending order. Pieces of characters work for every script, and for
 * short texts.
 */
final class Shingles {
    private static final int LENGTH = 5;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private Shingles() {}

    static long[] of(String text) {
        String words = NO_WORD.matcher(
                        Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
        int pieces = words.isEmpty() ? 0 : Math.max(1, words.length() - LENGTH + 1);
        long[] hashes = new long[pieces];
        for (int i = 0; i < pieces; i++) {
            hashes[i] = hash(words, i, Math.min(words.length(), i + LENGTH));
        }
        Arrays.sort(hashes);
        return Arrays.stream(hashes).distinct().toArray();
    }

    /** Five characters are 80 bits: folded, then mixed as MurmurHash3 ends, so that the order says nothing. */
    private static long hash(String text, int from, int to) {
        long h = 1;
        for (int i = from; i < to; i++) {
            h = h * 0x100000001b3L + text.charAt(i);
        }
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }

    /** Jaccard's similarity of two ascending sets, 0 to 1. */
    static double similarity(long[] a, long[] b) {
        int shared = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                shared++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        int all = a.length + b.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }
}
