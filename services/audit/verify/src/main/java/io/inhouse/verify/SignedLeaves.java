package io.inhouse.verify;

import io.inhouse.ledger.Hash;
import io.inhouse.ledger.LeafBatch;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.ledger.bundle.BatchLocators;
import io.inhouse.ledger.bundle.BatchNotes;
import io.inhouse.ledger.bundle.LineReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The leaf hashes that the log signed, in order, one batch at a time in memory. */
final class SignedLeaves {
    private static final int MAX_LOCATORS = 1 << 14;
    private static final int NAMED = 8;

    private final BatchNotes notes;
    private final LineReader locatorLines;
    private final String origin;
    private final List<VerifierKey> keys;
    private final long to;
    private final Problems problems;
    private final Deque<Expected> queue = new ArrayDeque<>();
    private long next;
    private long batches;
    private boolean ended;

    /** @param changed whether the signatures say that this entry's hash was changed in the list too */
    record Expected(long index, Hash hash, boolean changed) {}

    /**
     * @param from first entry of interest; the batch may begin before it
     * @param to entry after the last of interest, or {@link Long#MAX_VALUE} for all that was signed
     */
    SignedLeaves(
            BatchNotes notes,
            LineReader locatorLines,
            String origin,
            List<VerifierKey> keys,
            long from,
            long to,
            Problems problems) {
        this.notes = notes;
        this.locatorLines = locatorLines;
        this.origin = origin;
        this.keys = keys;
        this.next = from;
        this.to = to;
        this.problems = problems;
    }

    long batches() {
        return batches;
    }

    /** The signed hash {@code ahead} places on, or null if the signed lists end before. */
    @Nullable
    Expected peek(int ahead) throws IOException {
        while (queue.size() <= ahead && !ended) {
            readBatch();
        }
        if (queue.size() <= ahead) {
            return null;
        }
        return ahead == 0
                ? queue.peekFirst()
                : queue.stream().skip(ahead).findFirst().orElse(null);
    }

    void advance() {
        queue.pollFirst();
    }

    private void readBatch() throws IOException {
        LeafBatch batch;
        boolean signed;
        List<String> locators;
        SignedNote note;
        try {
            note = notes.next();
            byte[] line = locatorLines.next();
            if (note == null) {
                ended = true;
                return;
            }
            batch = LeafBatch.parse(note.text());
            signed = signed(note);
            locators = locators(line, batch);
        } catch (IllegalArgumentException e) {
            ended = true;
            problems.add("the signed list of the entries from " + next + " on is malformed: " + e.getMessage());
            return;
        }
        if (!batch.origin().equals(origin) || batch.first() > next || batch.end() <= next || next >= to) {
            ended = true;
            problems.add("a signed list of the entries " + batch.first() + " to " + (batch.end() - 1) + " of "
                    + batch.origin() + " stands where that of entry " + next + " of " + origin + " belongs");
            return;
        }
        batches++;
        Set<Long> changed = signed ? Set.of() : changed(batch, locators, keyOf(note));
        long end = Math.min(to, batch.end());
        for (long index = next; index < end; index++) {
            Hash hash = batch.hashes().get((int) (index - batch.first()));
            queue.add(new Expected(index, hash, changed.contains(index)));
        }
        next = end;
    }

    private boolean signed(SignedNote note) {
        try {
            note.verify(keys);
            return true;
        } catch (UnverifiedNoteException e) {
            return false;
        }
    }

    /** The key that the list says it is by; the first one if it names none of ours. */
    private VerifierKey keyOf(SignedNote note) {
        return keys.stream()
                .filter(key -> note.signatures().stream().anyMatch(signature -> signature.isBy(key)))
                .findFirst()
                .orElse(keys.getFirst());
    }

    private Set<Long> changed(LeafBatch batch, List<String> locators, VerifierKey key) {
        List<Long> changed;
        try {
            changed = batch.changed(locators, key);
        } catch (IllegalArgumentException e) {
            changed = batch.changed(List.of(), key);
        }
        String entries = "the entries " + batch.first() + " to " + (batch.end() - 1);
        if (changed.size() > NAMED) {
            problems.add("the signed list of " + entries + " does not verify with this key; one or more of "
                    + changed.size() + " of them were changed, or the list is by another key");
            return Set.of();
        }
        problems.add("the signed list of " + entries + " does not verify with this key");
        return new HashSet<>(changed);
    }

    private static List<String> locators(byte @Nullable [] line, LeafBatch batch) {
        if (line == null || line.length > MAX_LOCATORS) {
            return List.of();
        }
        try {
            BatchLocators read = BatchLocators.parse(line);
            return read.first() == batch.first() ? read.locators() : List.of();
        } catch (IllegalArgumentException e) {
            // Without locators a change is named by its batch only; the batch's own signature decides.
            return List.of();
        }
    }
}
