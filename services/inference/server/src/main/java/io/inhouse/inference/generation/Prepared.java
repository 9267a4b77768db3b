package io.inhouse.inference.generation;

import org.jspecify.annotations.Nullable;

/** A prompt as token ids, and the model in memory that will answer. Keeps the adapter loaded until it is closed. */
public final class Prepared implements AutoCloseable {
    private final LoadedBase base;
    private final @Nullable LoadedAdapter adapter;
    private final int[] ids;
    private boolean closed;

    Prepared(LoadedBase base, @Nullable LoadedAdapter adapter, int[] ids) {
        this.base = base;
        this.adapter = adapter;
        this.ids = ids;
    }

    LoadedBase base() {
        return base;
    }

    @Nullable
    LoadedAdapter adapter() {
        return adapter;
    }

    int[] ids() {
        return ids;
    }

    public int promptTokens() {
        return ids.length;
    }

    @Override
    public synchronized void close() {
        if (!closed && adapter != null) {
            adapter.release();
        }
        closed = true;
    }
}
