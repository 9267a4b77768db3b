package io.inhouse.datasets.rows;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rows of an upload, good and bad, one at a time in their order. Not for use by several threads. */
public final class RowStream implements RowSource {
    private final UploadLines lines;
    private final RowParser parser;
    private final int lineLimit;
    private long blankLines;

    /**
     * @param upload JSON Lines, plain or gzip; the caller closes it
     * @param lineLimit most bytes of one row
     * @param totalLimit most bytes of the upload after decompression
     * @throws MalformedUploadException if nothing can be made of the upload as a whole
     */
    public RowStream(InputStream upload, int lineLimit, long totalLimit) throws IOException {
        this.lines = new UploadLines(upload, lineLimit, totalLimit);
        this.parser = new RowParser(lineLimit);
        this.lineLimit = lineLimit;
    }

    /**
     * The next row, or null at the end.
     *
     * @throws MalformedUploadException if the stream is cut off, damaged or too large
     */
    @Override
    public @Nullable ParsedLine next() throws IOException {
        while (true) {
            Line line = lines.next();
            if (line == null) {
                return null;
            }
            if (line.isBlank()) {
                blankLines++;
                continue;
            }
            if (!line.complete()) {
                return new ParsedLine.Bad(
                        line.number(),
                        "too_long",
                        "the row has " + line.length() + " bytes, more than the " + lineLimit
                                + " allowed (inhouse.datasets.upload.max-row)",
                        line.bytes());
            }
            return parser.parse(line);
        }
    }

    @Override
    public long blankLines() {
        return blankLines;
    }

    /** Bytes read so far, after decompression. */
    @Override
    public long bytes() {
        return lines.bytes();
    }
}
