package io.inhouse.ledger.bundle;

import io.inhouse.ledger.SignedNote;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads {@value BundleFormat#BATCHES}: signed notes whose texts have no empty line, each followed by one. */
public final class BatchNotes implements Closeable {
    private static final int MAX_NOTE = 1 << 20;

    private final LineReader lines;

    public BatchNotes(InputStream in) {
        this.lines = new LineReader(in, 4_096);
    }

    /** How a note is written into the file. */
    public static byte[] encode(SignedNote note) {
        return (note.encode() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The next note, or null at the end.
     *
     * @throws IOException if the file cannot be unpacked
     * @throws IllegalArgumentException if the note is malformed or cut short; the next call goes on behind it
     */
    public @Nullable SignedNote next() throws IOException {
        StringBuilder note = new StringBuilder();
        int empty = 0;
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            empty += line.length == 0 ? 1 : 0;
            if (empty == 2) {
                return SignedNote.parse(note.toString().getBytes(StandardCharsets.UTF_8));
            }
            if (note.length() > MAX_NOTE) {
                throw new IOException("a batch exceeds " + MAX_NOTE + " characters");
            }
            note.append(new String(line, StandardCharsets.UTF_8)).append('\n');
        }
        if (note.isEmpty()) {
            return null;
        }
        throw new IllegalArgumentException("the last batch is cut short");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
