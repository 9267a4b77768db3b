package io.inhouse.datasets.rows;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * When two texts count as the same: Unicode's composed form, capitals and white space aside. Punctuation counts, because
 * {@code 2+3} and {@code 2-3} are different questions.
 */
public final class SameText {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private SameText() {}

    /** One spelling for all texts that count as the same. */
    public static String of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        // To upper case first: it folds letters that have no single small one, such as the German sharp s.
        String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return SPACE.matcher(folded).replaceAll(" ").strip();
    }
}
