package io.inhouse.datasets.rows;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an upload, one at a time. Takes plain and gzip-compressed streams (told apart by their first bytes), a
 * byte order mark, and both kinds of line ends. Memory is bounded by the line limit whatever arrives.
 */
final class UploadLines {
    private static final int KEPT_OF_LONG_LINE = 4096;

    private final InputStream content;
    private final boolean compressed;
    private final int lineLimit;
    private final long totalLimit;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int filled;
    private long bytes;
    private long lines;

    /**
     * @param lineLimit most bytes of one line
     * @param totalLimit most bytes of the upload, after decompression
     * @throws MalformedUploadException if the upload is empty or is no UTF-8 text
     */
    UploadLines(InputStream upload, int lineLimit, long totalLimit) throws IOException {
        this.lineLimit = lineLimit;
        this.totalLimit = totalLimit;
        BufferedInputStream raw = new BufferedInputStream(upload, 64 * 1024);
        raw.mark(4);
        byte[] start = raw.readNBytes(4);
        raw.reset();
        if (start.length == 0) {
            throw new MalformedUploadException("The upload is empty. Send JSON Lines: one JSON object per line.");
        }
        compressed = start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B;
        content = compressed ? decompressed(raw) : raw;
        fill();
        if (filled == 0) {
            throw new MalformedUploadException(
                    "The upload is a gzip file of nothing. Send JSON Lines: one JSON object per line.");
        }
        refuseOtherEncodings();
    }

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        if (position == filled && !fill()) {
            return null;
        }
        lines++;
        ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
        long length = 0;
        boolean ended = false;
        while (!ended && (position < filled || fill())) {
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            int chunk = end - position;
            length += chunk;
            if (length <= lineLimit) {
                kept.write(buffer, position, chunk);
            }
            ended = end < filled;
            position = ended ? end + 1 : end;
        }
        byte[] line = kept.toByteArray();
        if (length > lineLimit) {
            byte[] first = new byte[Math.min(line.length, KEPT_OF_LONG_LINE)];
            System.arraycopy(line, 0, first, 0, first.length);
            return new Line(lines, first, length, false);
        }
        if (line.length > 0 && line[line.length - 1] == '\r') {
            byte[] withoutReturn = new byte[line.length - 1];
            System.arraycopy(line, 0, withoutReturn, 0, withoutReturn.length);
            line = withoutReturn;
        }
        return new Line(lines, line, length, true);
    }

    /** Bytes read so far, after decompression. */
    long bytes() {
        return bytes;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = 0;
        int read;
        try {
            read = content.read(buffer, 0, buffer.length);
        } catch (EOFException e) {
            if (!compressed) {
                throw e;
            }
            throw new MalformedUploadException(
                    "The gzip stream ends too early, in line " + (lines + 1) + " after " + bytes
                            + " bytes of content: the file was cut off. Nothing was kept; compress it again and repeat the upload.",
                    e);
        } catch (ZipException e) {
            throw new MalformedUploadException(
                    "The gzip stream is damaged, in line " + (lines + 1) + " after " + bytes
                            + " bytes of content. Nothing was kept; compress the file again and repeat the upload.",
                    e);
        }
        if (read <= 0) {
            return false;
        }
        filled = read;
        bytes += read;
        if (bytes > totalLimit) {
            throw new MalformedUploadException(
                    "The upload has more than " + totalLimit
                            + " bytes of content, the most that is allowed (inhouse.datasets.upload.max-size). Nothing was kept; split it into several uploads of one version.",
                    true);
        }
        return true;
    }

    private void refuseOtherEncodings() throws MalformedUploadException {
        int first = buffer[0] & 0xFF;
        int second = filled > 1 ? buffer[1] & 0xFF : -1;
        if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE) || first == 0 || second == 0) {
            throw new MalformedUploadException(
                    "The upload is not UTF-8 (its first bytes are those of UTF-16 or UTF-32). Save it as UTF-8 and repeat the upload.");
        }
        if (first == 0x50 && second == 0x4B) {
            throw new MalformedUploadException(
                    "The upload is a ZIP archive. Send JSON Lines as they are, or compressed with gzip.");
        }
        if (first == 0x28 && second == 0xB5) {
            throw new MalformedUploadException(
                    "The upload is compressed with zstd. Send JSON Lines as they are, or compressed with gzip.");
        }
        if (filled >= 3 && first == 0xEF && second == 0xBB && (buffer[2] & 0xFF) == 0xBF) {
            position = 3;
        }
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        try {
            return new GZIPInputStream(raw, 64 * 1024);
        } catch (EOFException e) {
            throw new MalformedUploadException(
                    "The gzip stream ends within its header: the file was cut off. Nothing was kept; compress it again and repeat the upload.",
                    e);
        }
    }
}
