package io.inhouse.datasets.personaldata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text in which every decimal digit of any script is an ASCII digit, every kind of blank a space, every dash a hyphen;
 * offsets are those of the original. Knows its numbers and its words.
 */
final class FoldedText {
    private final String original;
    private final String folded;
    private @Nullable List<NumberRun> numbers;

    FoldedText(String original) {
        this.original = original;
        this.folded = fold(original);
    }

    String original() {
        return original;
    }

    String folded() {
        return folded;
    }

    int length() {
        return folded.length();
    }

    /** The character at {@code index}, or a space outside the text. */
    char at(int index) {
        return index < 0 || index >= folded.length() ? ' ' : folded.charAt(index);
    }

    /** Runs of digits that single blanks, hyphens or dots may part into groups, in order. */
    List<NumberRun> numbers() {
        List<NumberRun> found = numbers;
        if (found == null) {
            found = findNumbers();
            numbers = found;
        }
        return found;
    }

    /** The nearest words before {@code index}, lower case, nearest first. */
    List<String> wordsBefore(int index, int characters, int words) {
        List<String> found = new ArrayList<>();
        int limit = Math.max(0, index - characters);
        int end = index;
        while (end > limit && found.size() < words) {
            while (end > limit && !isWordPart(folded.charAt(end - 1))) {
                end--;
            }
            int start = end;
            while (start > limit && isWordPart(folded.charAt(start - 1))) {
                start--;
            }
            if (start < end) {
                found.add(Words.lowerCase(folded.substring(start, end)));
            }
            end = start;
        }
        return found;
    }

    /** The nearest words from {@code index} on, lower case. */
    List<String> wordsAfter(int index, int characters, int words) {
        List<String> found = new ArrayList<>();
        int limit = Math.min(folded.length(), index + characters);
        int start = index;
        while (start < limit && found.size() < words) {
            while (start < limit && !isWordPart(folded.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < limit && isWordPart(folded.charAt(end))) {
                end++;
            }
            if (start < end) {
                found.add(Words.lowerCase(folded.substring(start, end)));
            }
            start = end;
        }
        return found;
    }

    static boolean isWordPart(char c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return Character.isLetter(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private List<NumberRun> findNumbers() {
        List<NumberRun> runs = new ArrayList<>();
        int i = 0;
        while (i < folded.length()) {
            if (!isDigit(folded.charAt(i))) {
                i++;
                continue;
            }
            NumberRun run = new NumberRun();
            while (true) {
                int start = i;
                while (isDigit(at(i))) {
                    i++;
                }
                run.add(start, i, folded);
                if (!isDigit(at(i + 1)) || (at(i) != ' ' && at(i) != '-' && at(i) != '.')) {
                    break;
                }
                i++;
            }
            runs.add(run);
        }
        return runs;
    }

    private static String fold(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 128 && text.charAt(i) != '\t') {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        char[] folded = text.toCharArray();
        for (; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return new String(folded);
    }

    private static char fold(char c) {
        if (c < 128) {
            return c == '\t' ? ' ' : c;
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(c, 10));
            case Character.SPACE_SEPARATOR -> ' ';
            case Character.DASH_PUNCTUATION -> '-';
            // Zero-width characters between digits are a way to hide a number.
            case Character.FORMAT -> ' ';
            default ->
                switch (c) {
                    case '\uFF0B' -> '+';
                    case '\uFF20' -> '@';
                    case '\uFF0E' -> '.';
                    case '\u2212' -> '-';
                    default -> c;
                };
        };
    }
}
