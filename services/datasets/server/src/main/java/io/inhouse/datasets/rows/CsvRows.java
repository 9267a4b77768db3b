package io.inhouse.datasets.rows;

import io.inhouse.datasets.client.ColumnMapping;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of a table with a line of headings (RFC 4180; separated by comma, semicolon or tab), by the columns that were chosen. */
public final class CsvRows implements RowSource {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final int HEADINGS_WITHIN = 64 * 1024;

    private final CountingReader reader;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;
    private final @Nullable ColumnMapping mapping;
    private long line = 1;
    private long blankLines;

    /**
     * @param mapping null as long as nobody has chosen: then there are headings and no rows
     * @throws MalformedUploadException if it is no such table, or has not the columns of the mapping
     */
    public CsvRows(InputStream content, @Nullable ColumnMapping mapping, int rowLimit, long totalLimit)
            throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(content, HEADINGS_WITHIN);
        char separator = separator(bytes);
        this.reader = new CountingReader(bytes, rowLimit, totalLimit);
        this.mapping = mapping;
        try {
            CSVParser parser = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(separator)
                    .setIgnoreEmptyLines(false)
                    .get()
                    .parse(reader);
            this.records = parser.iterator();
            if (!records.hasNext()) {
                throw new MalformedUploadException(
                        "The table is empty. Its first line has to hold the headings of the columns.");
            }
            this.columns = headings(records.next());
        } catch (UncheckedIOException e) {
            throw cause(e);
        }
        if (mapping != null) {
            checkColumns(mapping);
        }
    }

    /** The headings, in their order. */
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable ParsedLine next() throws IOException {
        if (mapping == null) {
            return null;
        }
        try {
            while (records.hasNext()) {
                reader.newRow();
                CSVRecord row = records.next();
                line++;
                if (row.size() == 1 && row.get(0).isBlank()) {
                    blankLines++;
                    continue;
                }
                return parsed(row, mapping);
            }
            return null;
        } catch (UncheckedIOException e) {
            throw cause(e);
        } catch (NoSuchElementException e) {
            return null;
        }
    }

    private ParsedLine parsed(CSVRecord row, ColumnMapping by) {
        if (row.size() != columns.size()) {
            return bad(row, "wrong_columns", "has " + row.size() + " columns, the headings name " + columns.size());
        }
        String subject = by.subject() == null ? null : value(row, by.subject());
        String owner = subject == null || subject.isBlank() ? null : subject.strip();
        if (owner != null && owner.length() > 200) {
            return bad(row, "bad_subject", "subject is longer than 200 characters");
        }
        if (by.text() != null) {
            String text = value(row, by.text());
            return text.isBlank()
                    ? bad(row, "empty_text", "the column for the text is empty")
                    : new ParsedLine.Good(line, new Row.Text(text, owner));
        }
        String prompt = value(row, String.valueOf(by.prompt()));
        String completion = value(row, String.valueOf(by.completion()));
        if (prompt.isBlank()) {
            return bad(row, "empty_prompt", "the column for the prompt is empty");
        }
        if (completion.isBlank()) {
            return bad(row, "empty_completion", "the column for the completion is empty");
        }
        return new ParsedLine.Good(line, new Row.Completion(prompt, completion, owner));
    }

    private String value(CSVRecord row, String column) {
        return row.get(columns.indexOf(column));
    }

    private ParsedLine bad(CSVRecord row, String code, String reason) {
        return new ParsedLine.Bad(
                line, code, reason, String.join("\u001f", row.values()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long blankLines() {
        return blankLines;
    }

    @Override
    public long bytes() {
        return reader.characters();
    }

    private void checkColumns(ColumnMapping by) throws MalformedUploadException {
        boolean pair = by.prompt() != null && by.completion() != null && by.text() == null;
        boolean text = by.text() != null && by.prompt() == null && by.completion() == null;
        if (!pair && !text) {
            throw new MalformedUploadException(
                    "Choose a column for the prompt and one for the completion, or one for the text alone.");
        }
        Set<String> chosen = new HashSet<>();
        for (String column : new @Nullable String[] {by.prompt(), by.completion(), by.text(), by.subject()}) {
            if (column != null && !columns.contains(column)) {
                throw new MalformedUploadException("The table has no column with the heading that was chosen.");
            }
            if (column != null && !chosen.add(column)) {
                throw new MalformedUploadException("One column was chosen twice.");
            }
        }
    }

    private static List<String> headings(CSVRecord first) throws MalformedUploadException {
        List<String> headings = first.stream().map(String::strip).toList();
        if (headings.stream().anyMatch(String::isEmpty)
                || new HashSet<>(headings).size() != headings.size()
                || headings.size() > 1000
                || headings.stream().anyMatch(h -> h.length() > 200)) {
            throw new MalformedUploadException(
                    "The first line of the table has to hold its headings: one per column, none empty, none twice, none longer than 200 characters.");
        }
        return headings;
    }

    /** The separator that stands most often in the first line. */
    private static char separator(BufferedInputStream bytes) throws IOException {
        bytes.mark(HEADINGS_WITHIN);
        byte[] start = bytes.readNBytes(HEADINGS_WITHIN - 1);
        bytes.reset();
        int[] seen = new int[SEPARATORS.length];
        boolean quoted = false;
        for (byte b : start) {
            if (b == '"') {
                quoted = !quoted;
            } else if (b == '\n' && !quoted) {
                break;
            } else if (!quoted) {
                for (int i = 0; i < SEPARATORS.length; i++) {
                    seen[i] += b == SEPARATORS[i] ? 1 : 0;
                }
            }
        }
        int most = 0;
        for (int i = 1; i < seen.length; i++) {
            most = seen[i] > seen[most] ? i : most;
        }
        return SEPARATORS[most];
    }

    private IOException cause(UncheckedIOException e) {
        IOException cause = Objects.requireNonNull(e.getCause());
        if (cause instanceof CharacterCodingException) {
            return new MalformedUploadException(
                    "The table is not UTF-8, near its line " + line + ". Save it as \"CSV UTF-8\" and send it again.",
                    cause);
        }
        return cause instanceof CSVException
                ? new MalformedUploadException(
                        "The table cannot be read near its line " + line
                                + ": a quotation mark is not closed, or is followed by something else than a separator.",
                        cause)
                : cause;
    }
}
