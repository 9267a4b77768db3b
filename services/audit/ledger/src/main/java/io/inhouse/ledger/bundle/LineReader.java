package io.inhouse.ledger.bundle;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines as exact bytes, none longer than a limit. */
public final class LineReader implements Closeable {
    private final InputStream in;
    private final int maxLength;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long lines;

    /** @param maxLength bytes without the newline */
    public LineReader(InputStream in, int maxLength) {
        this.in = in;
        this.maxLength = maxLength;
    }

    /**
     * The next line without its newline, or null at the end. A last line need not end in one.
     *
     * @throws IOException if the line is too long
     */
    public byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        if (at == end && !fill()) {
            return null;
        }
        lines++;
        while (true) {
            int newline = at;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            line.write(buffer, at, newline - at);
            if (line.size() > maxLength) {
                throw new IOException("line " + lines + " exceeds " + maxLength + " bytes");
            }
            if (newline < end) {
                at = newline + 1;
                return line.toByteArray();
            }
            if (!fill()) {
                return line.toByteArray();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
