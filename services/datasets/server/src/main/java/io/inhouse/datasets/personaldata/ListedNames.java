package io.inhouse.datasets.personaldata;

import io.inhouse.datasets.client.PersonalDataType;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names from a list, found with a trie over words, so the time does not grow with the list. Case and (in alphabets where
 * they are decoration) accents do not matter; {@code Lindqvist, Marta} counts like {@code Marta Lindqvist}. A name of a
 * single word must be written with a capital, because many names are words too.
 */
final class ListedNames implements Recogniser {
    private static final int MAX_WORDS = 8;

    private final Node root = new Node();

    ListedNames(Collection<String> names) {
        for (String name : names) {
            List<Token> tokens = tokens(name);
            if (tokens.isEmpty() || tokens.size() > MAX_WORDS) {
                continue;
            }
            List<String> words =
                    new ArrayList<>(tokens.stream().map(Token::word).toList());
            add(words, false);
            if (words.size() > 1) {
                Collections.rotate(words, 1);
                add(words, true);
            }
        }
    }

    @Override
    public void find(FoldedText text, List<Hit> hits) {
        if (root.next.isEmpty()) {
            return;
        }
        List<Token> tokens = tokens(text.original());
        for (int i = 0; i < tokens.size(); i++) {
            Node node = root;
            for (int j = i; j < tokens.size() && j < i + MAX_WORDS; j++) {
                if (j > i && !joined(text, tokens.get(j - 1).end, tokens.get(j).start)) {
                    break;
                }
                Node next = node.next(tokens.get(j).word);
                if (next == null) {
                    // A genitive without apostrophe: "Lindqvists Konto".
                    next = node.next(withoutFinalS(tokens.get(j).word));
                    if (next != null && next.ends) {
                        report(text, tokens, i, j, next, hits);
                    }
                    break;
                }
                node = next;
                if (node.ends) {
                    report(text, tokens, i, j, node, hits);
                }
            }
        }
    }

    private static void report(FoldedText text, List<Token> tokens, int first, int last, Node node, List<Hit> hits) {
        int start = tokens.get(first).start;
        int end = tokens.get(last).end;
        if (first == last && Character.isLowerCase(text.original().codePointAt(start))) {
            return;
        }
        if (node.rotated && !text.original().substring(start, end).contains(",")) {
            return;
        }
        double score = first == last ? 0.6 : 0.8 + 0.02 * (last - first);
        hits.add(new Hit(PersonalDataType.NAME, start, end, score, "on the list of names"));
    }

    private void add(List<String> words, boolean rotated) {
        Node node = root;
        for (String word : words) {
            node = node.next.computeIfAbsent(word, w -> new Node());
        }
        node.rotated = rotated && (!node.ends || node.rotated);
        node.ends = true;
    }

    /** Words of one name are parted by little: blanks, a hyphen, an apostrophe, a dot or a comma. */
    private static boolean joined(FoldedText text, int from, int to) {
        if (to - from > 3) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (" -.,'\u2019\u00b7\u30fb".indexOf(text.at(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String withoutFinalS(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    /** Words of the text; where a script writes without blanks, every character is one. */
    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int start = -1;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean alone = Character.isIdeographic(c) || isKanaOrThai(c);
            boolean part = !alone && (Character.isLetter(c) || isMark(c) || c == 0x200C || c == 0x200D);
            if (part) {
                start = start < 0 ? i : start;
            } else {
                if (start >= 0) {
                    tokens.add(new Token(normalise(text.substring(start, i)), start, i));
                    start = -1;
                }
                if (alone) {
                    tokens.add(new Token(text.substring(i, next), i, next));
                }
            }
            i = next;
        }
        if (start >= 0) {
            tokens.add(new Token(normalise(text.substring(start)), start, text.length()));
        }
        return tokens;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isKanaOrThai(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    /** Lower case; U+0300–U+036F, the accents of Latin, Greek and Cyrillic letters, are dropped. */
    private static String normalise(String word) {
        if (word.chars().allMatch(c -> c < 128)) {
            return word.toLowerCase(Locale.ROOT);
        }
        String decomposed = Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
        StringBuilder kept = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(c -> (c < 0x300 || c > 0x36F) && c != 0x200C && c != 0x200D)
                .forEach(c -> {
                    if (c == 'ß') {
                        kept.append("ss");
                    } else if (c == 'ø') {
                        kept.append('o');
                    } else if (c == 'ł') {
                        kept.append('l');
                    } else {
                        kept.appendCodePoint(c);
                    }
                });
        return kept.toString();
    }

    private record Token(String word, int start, int end) {}

    private static final class Node {
        private final Map<String, Node> next = new HashMap<>();
        private boolean ends;
        private boolean rotated;

        @Nullable
        Node next(String word) {
            return next.get(word);
        }
    }
}
