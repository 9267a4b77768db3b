package io.inhouse.datasets.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowStreamTest {
    private static final String GOOD = "{\"prompt\":\"Where is my card?\",\"completion\":\" lost card\"}";

    private static List<ParsedLine> read(byte[] upload) throws IOException {
        return read(new ByteArrayInputStream(upload));
    }

    private static List<ParsedLine> read(InputStream upload) throws IOException {
        RowStream rows = new RowStream(upload, 1 << 20, 1L << 40);
        List<ParsedLine> lines = new ArrayList<>();
        for (ParsedLine line = rows.next(); line != null; line = rows.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(content);
        }
        return compressed.toByteArray();
    }

    private static ParsedLine.Bad onlyBad(byte[] upload) throws IOException {
        List<ParsedLine> lines = read(upload);
        assertThat(lines).hasSize(1);
        return (ParsedLine.Bad) lines.getFirst();
    }

    @Test
    void readsBothShapesWithTheirSubject() throws IOException {
        List<ParsedLine> lines = read(utf8("""
                {"prompt":"a","completion":" b","subject":"customer-7"}
                {"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}
                """));

        assertThat(lines)
                .containsExactly(
                        new ParsedLine.Good(1, new Row.Completion("a", " b", "customer-7")),
                        new ParsedLine.Good(
                                2,
                                new Row.Conversation(
                                        List.of(
                                                new Row.Message("system", "s"),
                                                new Row.Message("user", "q"),
                                                new Row.Message("assistant", "a")),
                                        null)));
    }

    @Test
    void theSubjectIsNotPartOfWhatIsTrainedOn() {
        Row row = new Row.Completion("a", "b", "customer-7");

        assertThat(new String(row.canonical(), StandardCharsets.UTF_8))
                .isEqualTo("{\"completion\":\"b\",\"prompt\":\"a\"}");
    }

    @Test
    void takesByteOrderMarkWindowsLineEndsBlankLinesAndNoFinalLineEnd() throws IOException {
        List<ParsedLine> lines = read(utf8("\uFEFF" + GOOD + "\r\n\r\n  \n" + GOOD));

        assertThat(lines)
                .hasOnlyElementsOfType(ParsedLine.Good.class)
                .extracting(ParsedLine::line)
                .containsExactly(1L, 4L);
    }

    @Test
    void tellsGzipFromPlainTextByItself() throws IOException {
        assertThat(read(gzip(utf8(GOOD + "\n" + GOOD + "\n")))).hasSize(2);
    }

    @Test
    void readsGzipFilesThatWereJoined() throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(gzip(utf8(GOOD + "\n")));
        joined.write(gzip(utf8(GOOD + "\n")));

        assertThat(read(joined.toByteArray())).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"prompt\":\"a\"}|missing_completion|completion is missing",
                "{\"completion\":\"a\"}|missing_prompt|prompt is missing",
                "{\"prompt\":\"a\",\"completion\":null}|missing_completion|completion is null",
                "{\"prompt\":\"a\",\"completion\":\"\"}|empty_completion|completion is empty",
                "{\"prompt\":\"a\",\"completion\":\" \\n\"}|empty_completion|completion is only white space",
                "{\"prompt\":\" \",\"completion\":\"a\"}|empty_prompt|prompt is only white space",
                "{\"prompt\":5,\"completion\":\"a\"}|bad_prompt|prompt is a number, expected text",
                "{\"prompt\":\"a\",\"completion\":\"b\",\"label\":\"c\"}|unknown_field|has fields that are not understood: label",
                "{\"question\":\"a\"}|unknown_shape|has neither prompt and completion nor messages nor text: question",
                "[1]|not_an_object|the line is a list, expected a JSON object",
                "{\"prompt\":\"a\",\"completion\":\"b\"|not_json|not JSON (column 31)",
                "{\"prompt\":\"a\",\"completion\":\"b\"} x|not_json|not JSON (column 33)",
                "{\"prompt\":\"a\",\"prompt\":\"a\",\"completion\":\"b\"}|not_json|a field is there twice (column 23)",
                "{\"prompt\":\"\\ud800\",\"completion\":\"b\"}|not_text|prompt holds half a character (a lone surrogate such as \\ud800)",
                "{\"prompt\":\"a\",\"completion\":\"b\",\"subject\":7}|bad_subject|subject is not a text of 1 to 200 characters",
                "{\"messages\":[]}|bad_messages|messages is an empty list, expected a list that is not empty",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}|missing_completion|the last message is not the assistant's: there is nothing to learn",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"q\"}]}|missing_prompt|no message is the user's",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"\"}]}|empty_completion|messages[1].content is empty",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"q\"}]}|bad_messages|messages[0].role is not system, user or assistant",
            })
    void setsABadRowAsideWithItsReason(String line, String code, String reason) throws IOException {
        ParsedLine.Bad bad = onlyBad(utf8(line));

        assertThat(bad.code()).isEqualTo(code);
        assertThat(bad.reason()).isEqualTo(reason);
        assertThat(bad.bytes()).isEqualTo(utf8(line));
    }

    @Test
    void neverQuotesTheRowInAReason() throws IOException {
        ParsedLine.Bad bad = onlyBad(utf8("{\"prompt\": secret-of-marta, \"completion\": 5}"));

        assertThat(bad.reason()).doesNotContain("secret").doesNotContain("marta");
    }

    @Test
    void saysWhereALineIsNotUtf8AndGoesOn() throws IOException {
        byte[] first = utf8(GOOD + "\n{\"prompt\":\"Gr");
        byte[] upload = Arrays.copyOf(first, first.length + 1);
        upload[first.length] = (byte) 0xFC;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(upload);
        all.write(utf8("n\",\"completion\":\"b\"}\n" + GOOD + "\n"));

        List<ParsedLine> lines = read(all.toByteArray());

        assertThat(lines.get(1)).isInstanceOfSatisfying(ParsedLine.Bad.class, bad -> {
            assertThat(bad.line()).isEqualTo(2);
            assertThat(bad.reason()).startsWith("not UTF-8 at byte 14 of the line");
        });
        assertThat(lines.get(2)).isInstanceOf(ParsedLine.Good.class);
    }

    @Test
    void refusesOtherEncodingsAsAWhole() {
        assertThatThrownBy(() -> read(GOOD.getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesAnEmptyUpload() {
        assertThatThrownBy(() -> read(new byte[0]))
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void refusesAGzipOfNothing() {
        assertThatThrownBy(() -> read(gzip(new byte[0])))
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void aTruncatedGzipFailsAsAWholeAndSaysWhere() throws IOException {
        StringBuilder content = new StringBuilder();
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 20_000; i++) {
            content.append("{\"prompt\":\"").append(random.nextLong()).append("\",\"completion\":\"b\"}\n");
        }
        byte[] whole = gzip(utf8(content.toString()));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageMatching("The gzip stream ends too early, in line \\d{4,5} after \\d{6} bytes of content.*");
    }

    @Test
    void aDamagedGzipFailsAsAWhole() throws IOException {
        byte[] damaged = gzip(utf8((GOOD + "\n").repeat(1000)));
        damaged[damaged.length - 6] ^= 1;

        assertThatThrownBy(() -> read(damaged)).isInstanceOf(MalformedUploadException.class);
    }

    @Test
    void aLineOf300MegabytesIsSetAsideWithoutBeingHeld() throws IOException {
        // Given a stream that makes the line while it is read; this test runs in far less memory than the line has
        // bytes
        long size = 300L << 20;
        InputStream upload = new java.io.SequenceInputStream(java.util.Collections.enumeration(List.of(
                new ByteArrayInputStream(utf8(GOOD + "\n")),
                new RepeatedByte('x', size),
                new ByteArrayInputStream(utf8("\n" + GOOD)))));

        List<ParsedLine> lines = read(upload);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isInstanceOfSatisfying(ParsedLine.Bad.class, bad -> {
            assertThat(bad.code()).isEqualTo("too_long");
            assertThat(bad.reason()).startsWith("the row has 314572800 bytes, more than the 1048576 allowed");
            assertThat(bad.bytes()).hasSizeLessThanOrEqualTo(4096);
        });
        assertThat(lines.get(2)).isInstanceOf(ParsedLine.Good.class);
    }

    @Test
    void stopsAnUploadThatGrowsOverItsLimit() {
        assertThatThrownBy(() -> {
                    RowStream rows = new RowStream(
                            new ByteArrayInputStream(gzip("x".repeat(5 << 20).getBytes(StandardCharsets.UTF_8))),
                            1 << 20,
                            1 << 20);
                    rows.next();
                })
                .isInstanceOf(MalformedUploadException.class)
                .hasMessageContaining("more than 1048576 bytes");
    }

    private static final class RepeatedByte extends InputStream {
        private final int value;
        private long left;

        RepeatedByte(int value, long size) {
            this.value = value;
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(target, offset, offset + count, (byte) value);
            left -= count;
            return count;
        }
    }
}
