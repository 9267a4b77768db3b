package io.inhouse.datasets.rows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows, good and bad, one at a time in their order. Not for use by several threads. */
public interface RowSource {
    /**
     * The next row, or null at the end.
     *
     * @throws MalformedUploadException if nothing can be made of what follows
     */
    @Nullable
    ParsedLine next() throws IOException;

    /** Lines without content so far, which are no rows. */
    long blankLines();

    /** Bytes read so far, after decompression. */
    long bytes();

    /** Opens the rows of a content. */
    @FunctionalInterface
    interface Opener {
        RowSource open() throws IOException;
    }
}
