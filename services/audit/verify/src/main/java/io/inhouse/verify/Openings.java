package io.inhouse.verify;

import io.inhouse.ledger.Commitments;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.bundle.LineReader;
import io.inhouse.ledger.bundle.Opening;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opened contents, each compared with its entry's commitment while the entries pass by. */
final class Openings {
    private final @Nullable LineReader lines;
    private final Problems problems;
    private @Nullable Opening next;
    private long matching;

    /** @param lines null if nothing was opened */
    Openings(@Nullable LineReader lines, Problems problems) throws IOException {
        this.lines = lines;
        this.problems = problems;
        this.next = read();
    }

    void check(long index, Leaf leaf) throws IOException {
        while (next != null && next.index() <= index) {
            Opening opening = next;
            next = read();
            String entry = "the opened content of entry " + opening.index() + " (" + opening.id() + ")";
            if (opening.index() < index || !opening.id().equals(leaf.id())) {
                problems.add(entry + " belongs to no entry here");
            } else if (opening.salt().length != Commitments.SALT_SIZE
                    || !Commitments.commitment(opening.salt(), opening.payload())
                            .equals(leaf.ptCommit())) {
                problems.add(entry + " is not what the entry is committed to");
            } else if (!opening.ctSha256().equals(leaf.ctSha256())) {
                problems.add(entry + " names another ciphertext than the entry");
            } else {
                matching++;
            }
        }
    }

    void end() throws IOException {
        while (next != null) {
            problems.add(
                    "the opened content of entry " + next.index() + " (" + next.id() + ") belongs to no entry here");
            next = read();
        }
    }

    long matching() {
        return matching;
    }

    private @Nullable Opening read() throws IOException {
        byte[] line = lines == null ? null : lines.next();
        while (line != null && lines != null) {
            try {
                return Opening.parse(line);
            } catch (IllegalArgumentException e) {
                problems.add("an opened content is malformed: " + e.getMessage());
                line = lines.next();
            }
        }
        return null;
    }
}
