package io.inhouse.datasets.personaldata;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words that tell what a number near them is. An entry that ends in {@code *} stands for all words that begin so, one
 * that also starts with {@code *} for all that contain it (German compounds).
 */
final class Words {
    private final Set<String> whole = new HashSet<>();
    private final List<String> beginnings = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();

    private Words(String... entries) {
        for (String entry : entries) {
            for (String word : entry.split(" ")) {
                if (word.startsWith("*")) {
                    parts.add(word.substring(1, word.length() - 1));
                } else if (word.endsWith("*")) {
                    beginnings.add(word.substring(0, word.length() - 1));
                } else {
                    whole.add(word);
                }
            }
        }
    }

    static Words of(String... entries) {
        return new Words(entries);
    }

    boolean contains(String lowerCaseWord) {
        if (whole.contains(lowerCaseWord)) {
            return true;
        }
        for (String beginning : beginnings) {
            if (lowerCaseWord.startsWith(beginning)) {
                return true;
            }
        }
        for (String part : parts) {
            if (lowerCaseWord.contains(part)) {
                return true;
            }
        }
        return false;
    }

    static String lowerCase(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
