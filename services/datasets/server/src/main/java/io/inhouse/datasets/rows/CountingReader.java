package io.inhouse.datasets.rows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 with limits: a row that is too long stops the reading before it fills the memory, because with an open quotation
 * mark the rest of a file is one cell.
 */
final class CountingReader extends Reader {
    /** What the parser reads ahead. */
    private static final int AHEAD = 16 * 1024;

    private final Reader content;
    private final int rowLimit;
    private final long totalLimit;
    private long characters;
    private long rowStart;
    private boolean started;

    CountingReader(InputStream content, int rowLimit, long totalLimit) {
        this.content = new BufferedReader(
                new InputStreamReader(
                        content,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                AHEAD);
        this.rowLimit = rowLimit;
        this.totalLimit = totalLimit;
    }

    void newRow() {
        rowStart = characters;
    }

    long characters() {
        return characters;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = content.read(target, offset, Math.min(length, AHEAD));
        if (count <= 0) {
            return count;
        }
        if (!started) {
            started = true;
            // The mark that some programs put in front of UTF-8.
            if (target[offset] == '\ufeff') {
                System.arraycopy(target, offset + 1, target, offset, count - 1);
                count--;
                if (count == 0) {
                    return read(target, offset, length);
                }
            }
        }
        characters += count;
        if (characters - rowStart > (long) rowLimit + AHEAD) {
            throw new MalformedUploadException("A row of the table is longer than " + rowLimit
                    + " characters (inhouse.datasets.upload.max-row). Perhaps a quotation mark is not closed.");
        }
        if (characters > totalLimit) {
            throw new MalformedUploadException(
                    "The table has more than " + totalLimit
                            + " characters (inhouse.datasets.upload.max-size). Split it into several files.",
                    true);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
