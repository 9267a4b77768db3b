package io.inhouse.inference.generation;

import io.inhouse.languagemodel.LoraAdapter;

/** An adapter in memory. It leaves when it is retired and the last answer that uses it has ended. */
final class LoadedAdapter {
    private final LoraAdapter adapter;
    /** Guarded by this, as {@link #retired}. */
    private int users;

    private boolean retired;

    LoadedAdapter(LoraAdapter adapter) {
        this.adapter = adapter;
    }

    LoraAdapter adapter() {
        return adapter;
    }

    /** False if it is gone already. */
    synchronized boolean use() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void release() {
        users--;
        if (retired && users == 0) {
            adapter.close();
        }
    }

    synchronized void retire() {
        if (!retired) {
            retired = true;
            if (users == 0) {
                adapter.close();
            }
        }
    }
}
