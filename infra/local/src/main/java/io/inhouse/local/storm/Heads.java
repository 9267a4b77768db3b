package io.inhouse.local.storm;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.local.people.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Remembers every tree head that the log ever published while somebody looked, as a stranger outside would. */
final class Heads {
    private static final long LOOK_EVERY_MILLIS = 250;

    private final Session reader;
    private final VerifierKey key;
    private final Notebook notebook;
    /** Root by size. Guarded by this. */
    private final NavigableMap<Long, Hash> seen = new TreeMap<>();

    Heads(Session reader, VerifierKey key, Notebook notebook) {
        this.reader = reader;
        this.key = key;
        this.notebook = notebook;
    }

    void watch() {
        Thread.ofPlatform().daemon().name("heads").start(() -> {
            long last = 0;
            while (true) {
                try {
                    last = remember(reader.text("/api/audit/checkpoint"), last);
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                } catch (IOException away) {
                    // The log's servers may be down; the heads they published before stand.
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    /** Returns the size of the head, or {@code last} if it cannot be trusted. */
    long remember(String text, long last) {
        try {
            SignedNote note = SignedNote.parse(text);
            note.verify(List.of(key));
            Checkpoint head = Checkpoint.parse(note.text());
            if (head.size() < last) {
                notebook.wrong("the log shrank from " + last + " to " + head.size());
            }
            synchronized (this) {
                Hash before = seen.put(head.size(), head.root());
                if (before != null && !before.equals(head.root())) {
                    notebook.wrong("the log published two trees of " + head.size() + " entries");
                }
            }
            return head.size();
        } catch (UnverifiedNoteException | IllegalArgumentException e) {
            notebook.wrong("a tree head that cannot be trusted: " + e.getMessage());
            return last;
        }
    }

    synchronized int count() {
        return seen.size();
    }

    /** Root by size, of all that were seen until now. */
    synchronized Map<Long, Hash> seen() {
        return new TreeMap<>(seen);
    }

    /**
     * Whether these heads are heads of beginnings of the log (RFC 6962, section 2.1.2, without needing a proof).
     *
     * @param roots of the log's beginnings, by their size from 0; the last one is of all that was copied
     * @param heads seen before the log was copied: it grows on meanwhile
     */
    void requireBeginningsOf(List<Hash> roots, Map<Long, Hash> heads) {
        heads.forEach((size, root) -> {
            if (size >= roots.size()) {
                notebook.wrong("the log has " + (roots.size() - 1) + " entries, but published a tree head of " + size);
            } else if (!roots.get(Math.toIntExact(size)).equals(root)) {
                notebook.wrong("the log is not consistent with its tree head of size " + size);
            }
        });
    }
}
