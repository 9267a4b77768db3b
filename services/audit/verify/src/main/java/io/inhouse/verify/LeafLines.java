package io.inhouse.verify;

import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.bundle.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The entries in order, each hashed and read. That is most of a verification's work and needs no order, so all processors
 * do it, one portion ahead of whoever asks; memory holds two portions.
 */
final class LeafLines implements Closeable {
    private static final int PORTION = 2_048;
    /** Bytes after which a portion ends early. */
    private static final long PORTION_SIZE = 8 << 20;

    private final LineReader lines;
    private CompletableFuture<List<Line>> ahead;
    private List<Line> portion = List.of();
    private int at;

    /**
     * A line and what it says.
     *
     * @param leaf null if {@code fault} says why it is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(
            byte[] bytes,
            Hash hash,
            @Nullable Leaf leaf,
            @Nullable String fault) {
        static Line of(byte[] bytes) {
            try {
                return new Line(bytes, Hash.ofLeaf(bytes), Leaf.parse(bytes), null);
            } catch (IllegalArgumentException e) {
                return new Line(bytes, Hash.ofLeaf(bytes), null, String.valueOf(e.getMessage()));
            }
        }
    }

    LeafLines(LineReader lines) {
        this.lines = lines;
        this.ahead = CompletableFuture.supplyAsync(this::read);
    }

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        if (at == portion.size()) {
            try {
                portion = ahead.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof UncheckedIOException failure) {
                    throw Objects.requireNonNull(failure.getCause());
                }
                throw e;
            }
            at = 0;
            if (portion.isEmpty()) {
                return null;
            }
            ahead = CompletableFuture.supplyAsync(this::read);
        }
        return portion.get(at++);
    }

    /** Waits until nobody reads any more. */
    @Override
    public void close() throws IOException {
        ahead.handle((portion, failure) -> true).join();
        lines.close();
    }

    private List<Line> read() {
        List<byte[]> raw = new ArrayList<>(PORTION);
        try {
            long size = 0;
            while (raw.size() < PORTION && size < PORTION_SIZE) {
                byte[] line = lines.next();
                if (line == null) {
                    break;
                }
                raw.add(line);
                size += line.length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return raw.parallelStream().map(Line::of).toList();
    }
}
