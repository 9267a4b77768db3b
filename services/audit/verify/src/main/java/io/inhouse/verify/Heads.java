package io.inhouse.verify;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.ledger.bundle.LineReader;
import io.inhouse.ledger.bundle.PublishedHead;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tree heads signed earlier, each compared with the root at its size while the entries pass by. */
final class Heads {
    static final int MAX_LINE = 1 << 16;

    private final LineReader lines;
    private final String origin;
    private final List<VerifierKey> keys;
    private final @Nullable Checkpoint kept;
    private final Problems problems;
    private @Nullable Checkpoint next;
    private boolean keptSeen;
    private long agreeing;

    /** @param kept a head that the reader held on to, already verified */
    Heads(LineReader lines, String origin, List<VerifierKey> keys, @Nullable Checkpoint kept, Problems problems)
            throws IOException {
        this.lines = lines;
        this.origin = origin;
        this.keys = keys;
        this.kept = kept;
        this.problems = problems;
        this.next = read(-1);
    }

    /** To be called for every size that the bundle's entries let us compute, rising. */
    void at(CompactRange tree) throws IOException {
        if (kept != null && kept.size() == tree.size()) {
            keptSeen = true;
            if (!kept.root().equals(tree.root())) {
                problems.add("the tree head you kept (" + kept.size()
                        + " entries) has another root: the log's past was rewritten");
            }
        }
        while (next != null && next.size() <= tree.size()) {
            if (next.size() < tree.size()) {
                problems.add("the earlier tree head of size " + next.size() + " lies before this bundle's entries");
            } else if (next.root().equals(tree.root())) {
                agreeing++;
            } else {
                problems.add("the tree head that the log signed at " + next.size()
                        + " entries has another root: something before entry " + next.size() + " was changed");
            }
            next = read(next.size());
        }
    }

    /** To be called after the last size. */
    void end(long treeSize) {
        if (next != null) {
            problems.add("an earlier tree head of size " + next.size() + " lies beyond this bundle's entries");
        }
        if (kept == null || keptSeen) {
            return;
        }
        problems.add(
                kept.size() > treeSize
                        ? "the tree head you kept has " + kept.size() + " entries, this bundle's log only " + treeSize
                                + ": entries were cut off"
                        : "the tree head you kept (" + kept.size()
                                + " entries) cannot be compared: export a bundle that begins before it");
    }

    long agreeing() {
        return agreeing;
    }

    boolean keptAgrees() {
        return keptSeen;
    }

    private @Nullable Checkpoint read(long after) throws IOException {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            try {
                SignedNote note = PublishedHead.parse(line).note();
                Checkpoint head = Checkpoint.parse(note.text());
                note.verify(keys);
                if (!head.origin().equals(origin) || head.size() <= after) {
                    problems.add("the earlier tree heads are not of this log or not in order at size " + head.size());
                    continue;
                }
                return head;
            } catch (IllegalArgumentException e) {
                problems.add("an earlier tree head is malformed: " + e.getMessage());
            } catch (UnverifiedNoteException e) {
                problems.add("an earlier tree head does not verify: " + e.getMessage());
            }
        }
        return null;
    }
}
