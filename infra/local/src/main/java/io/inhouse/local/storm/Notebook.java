package io.inhouse.local.storm;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the platform has acknowledged, and what it should never have done. Used by many threads. */
final class Notebook {
    /** Guarded by this, as all fields. */
    private final Set<Acknowledged> acknowledged = new LinkedHashSet<>();

    private final Set<String> wrongs = new LinkedHashSet<>();

    /**
     * An action of which the platform said that it is done.
     *
     * @param type of the one successful entry that tells of it
     * @param object id of the object that the entry names
     */
    record Acknowledged(String type, String object) {}

    synchronized void acknowledged(String type, String object) {
        acknowledged.add(new Acknowledged(type, object));
    }

    /** Something happened that no fault excuses. */
    synchronized void wrong(String what) {
        wrongs.add(what);
    }

    synchronized int count() {
        return acknowledged.size();
    }

    synchronized List<Acknowledged> all() {
        return List.copyOf(acknowledged);
    }

    synchronized List<String> wrongs() {
        return List.copyOf(wrongs);
    }
}
