package io.inhouse.artefacts;

import java.io.IOException;
import java.io.InputStream;

/** Large immutable objects, named by content. Encrypted at rest. Every method may be called by many threads. */
public interface ArtefactStore {
    /**
     * Stores what {@code content} yields; streaming, atomic and durable when this returns. Storing the same content
     * twice is harmless. The caller closes the stream.
     *
     * @throws IOException if reading or writing failed; nothing is left behind
     */
    Stored put(InputStream content) throws IOException;

    /** @throws java.nio.file.NoSuchFileException if there is no such object */
    InputStream open(Digest digest) throws IOException;

    boolean contains(Digest digest) throws IOException;

    /** Removes the object; harmless if it is not there. */
    void delete(Digest digest) throws IOException;

    /** @param size bytes of plain content */
    record Stored(Digest digest, long size) {}
}
