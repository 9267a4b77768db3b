package io.inhouse.datasets.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text in rows of raw text: whole paragraphs, as many as fit. */
public final class TextRows implements RowSource {
    // Gives nothing back: neither the halves of a CRLF, nor, with a stack as deep as there are lines, blank lines.
    private static final Pattern BLANK_LINES = Pattern.compile("(?>\\R)[ \\t\\x{a0}]*+(?:(?>\\R)[ \\t\\x{a0}]*+)++");

    private final List<String> rows;
    private final long bytes;
    private int next;

    /** @param longest most characters of a row */
    public TextRows(String text, int longest) {
        this.rows = split(text, longest);
        this.bytes = text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public @Nullable ParsedLine next() {
        if (next == rows.size()) {
            return null;
        }
        String row = rows.get(next);
        next++;
        return new ParsedLine.Good(next, new Row.Text(row, null));
    }

    @Override
    public long blankLines() {
        return 0;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    static List<String> split(String text, int longest) {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        for (String paragraph : BLANK_LINES.split(text)) {
            String rest = paragraph.strip();
            if (rest.isEmpty()) {
                continue;
            }
            if (!row.isEmpty() && row.length() + 2 + rest.length() > longest) {
                rows.add(row.toString());
                row.setLength(0);
            }
            while (rest.length() > longest) {
                int end = cut(rest, longest);
                rows.add(rest.substring(0, end).strip());
                rest = rest.substring(end).strip();
            }
            row.append(row.isEmpty() ? "" : "\n\n").append(rest);
        }
        if (!row.isEmpty()) {
            rows.add(row.toString());
        }
        return rows;
    }

    /** After a sentence if there is one in the second half, else after a word, else anywhere but within a character. */
    private static int cut(String text, int longest) {
        for (int i = longest - 1; i > longest / 2; i--) {
            if (".!?".indexOf(text.charAt(i - 1)) >= 0 && Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        for (int i = longest - 1; i > longest / 2; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    }
}
