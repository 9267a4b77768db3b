package io.inhouse.datasets.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.datasets.client.ColumnMapping;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
    private static final ColumnMapping PAIR = new ColumnMapping("Question", "Answer", null, null);

    @Test
    void columnsBecomePromptAndCompletion() throws IOException {
        String table = "Nr;Question;Answer\r\n1;\"Two\r\nlines; one \"\"cell\"\"\";yes\r\n2;Who?;me\r\n";

        assertThat(rows(table, PAIR))
                .containsExactly(
                        new ParsedLine.Good(2, new Row.Completion("Two\r\nlines; one \"cell\"", "yes", null)),
                        new ParsedLine.Good(3, new Row.Completion("Who?", "me", null)));
    }

    @Test
    void aColumnCanBeTextAloneAndAnotherTheSubject() throws IOException {
        assertThat(rows("\ufeffid,note\n7,The first visit\n", new ColumnMapping(null, null, "note", "id")))
                .containsExactly(new ParsedLine.Good(2, new Row.Text("The first visit", "7")));
    }

    @Test
    void rowsThatCannotBeUsedSayWhy() throws IOException {
        List<ParsedLine> rows = rows("Question,Answer\n,x\na,\na,b,c\n\n\"ok\",fine\n", PAIR);

        assertThat(rows)
                .extracting(row -> row instanceof ParsedLine.Bad bad ? bad.line() + " " + bad.code() : "good")
                .containsExactly("2 empty_prompt", "3 empty_completion", "4 wrong_columns", "good");
    }

    @Test
    void headingsAreKnownBeforeAnybodyChooses() throws IOException {
        CsvRows table =
                new CsvRows(stream("Question\tAnswer\tWhen\na\tb\tc\n", StandardCharsets.UTF_8), null, 1000, 1000);

        assertThat(table.columns()).containsExactly("Question", "Answer", "When");
        assertThat(table.next()).isNull();
    }

    @Test
    void whatIsNoSuchTableIsRefusedAsAWhole() {
        assertRefused("", PAIR, "The table is empty");
        assertRefused("Question,Question\na,b\n", PAIR, "none twice");
        assertRefused("Question,Reply\na,b\n", PAIR, "no column with the heading");
        assertRefused("Question,Answer\n\"never closed,b\n", PAIR, "not closed");
        assertRefused("Question,Answer\n\"" + "x".repeat(40_000), PAIR, "is longer than 1000");
        assertThatThrownBy(() -> all(new CsvRows(
                        stream("Question,Answer\nschön,b\n", StandardCharsets.ISO_8859_1), PAIR, 1000, 1000)))
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageContaining("not UTF-8");
    }

    private static void assertRefused(String table, ColumnMapping mapping, String reason) {
        assertThatThrownBy(() -> rows(table, mapping))
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageContaining(reason);
    }

    private static List<ParsedLine> rows(String table, ColumnMapping mapping) throws IOException {
        return all(new CsvRows(stream(table, StandardCharsets.UTF_8), mapping, 1000, 100_000));
    }

    private static List<ParsedLine> all(CsvRows table) throws IOException {
        List<ParsedLine> rows = new ArrayList<>();
        for (ParsedLine row = table.next(); row != null; row = table.next()) {
            rows.add(row);
        }
        return rows;
    }

    private static ByteArrayInputStream stream(String text, Charset charset) {
        return new ByteArrayInputStream(text.getBytes(charset));
    }
}
