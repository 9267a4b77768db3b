package io.inhouse.verify;

import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Leaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the entries once, names those that are not what the log signed, and builds the tree over what is there. */
final class Entries {
    private static final Pattern ID = Pattern.compile("\"id\":\"(evt-[0-9a-f-]{36})\"");

    private final LeafLines lines;
    private final SignedLeaves signed;
    private final Streams streams;
    private final Openings openings;
    private final Problems problems;
    private final Problems formatProblems;
    private final Deque<LeafLines.Line> ahead = new ArrayDeque<>();
    private long count;

    /** Told of the tree after each entry. */
    interface Growth {
        void grown(CompactRange tree) throws IOException;
    }

    Entries(
            LeafLines lines,
            SignedLeaves signed,
            Streams streams,
            Openings openings,
            Problems problems,
            Problems formatProblems) {
        this.lines = lines;
        this.signed = signed;
        this.streams = streams;
        this.openings = openings;
        this.problems = problems;
        this.formatProblems = formatProblems;
    }

    long count() {
        return count;
    }

    /** @param tree of the entries before the first line; grows by every line */
    void read(CompactRange tree, Growth growth) throws IOException {
        long from = tree.size();
        while (true) {
            LeafLines.Line line = peek(0);
            SignedLeaves.Expected expected = signed.peek(0);
            if (line == null) {
                missingFrom(expected);
                count = tree.size() - from;
                return;
            }
            if (expected == null) {
                problems.add(name(tree.size(), line) + " is in no list that the log signed");
                accept(tree, growth);
            } else if (line.hash().equals(expected.hash())) {
                if (expected.changed()) {
                    problems.add(name(expected.index(), line)
                            + " was changed after the log signed it, and its hash in the signed list too");
                }
                signed.advance();
                accept(tree, growth);
            } else {
                differing(line, expected, tree, growth);
            }
        }
    }

    private void differing(LeafLines.Line line, SignedLeaves.Expected expected, CompactRange tree, Growth growth)
            throws IOException {
        LeafLines.Line nextLine = peek(1);
        SignedLeaves.Expected nextExpected = signed.peek(1);
        boolean here = nextExpected != null && line.hash().equals(nextExpected.hash());
        boolean there = nextLine != null && nextLine.hash().equals(expected.hash());
        if (here && there && nextLine != null) {
            problems.add(name(expected.index(), line) + " and " + name(expected.index() + 1, nextLine)
                    + " were swapped after the log signed them");
            signed.advance();
            signed.advance();
            accept(tree, growth);
            accept(tree, growth);
        } else if (here) {
            problems.add(
                    "entry " + expected.index() + " was deleted; it stood before " + name(expected.index() + 1, line));
            signed.advance();
        } else if (there) {
            problems.add(name(expected.index(), line) + " was inserted; the log never signed it");
            accept(tree, growth);
        } else {
            problems.add(name(expected.index(), line) + " was changed after the log signed it");
            signed.advance();
            accept(tree, growth);
        }
    }

    private void missingFrom(SignedLeaves.@Nullable Expected expected) throws IOException {
        if (expected == null) {
            return;
        }
        long first = expected.index();
        long last = first;
        while (signed.peek(0) != null) {
            SignedLeaves.Expected next = signed.peek(0);
            last = next == null ? last : next.index();
            signed.advance();
        }
        problems.add(
                first == last
                        ? "entry " + first + ", the last that the log signed, is missing"
                        : "the entries " + first + " to " + last + " that the log signed are missing");
    }

    private void accept(CompactRange tree, Growth growth) throws IOException {
        LeafLines.Line line = ahead.removeFirst();
        long index = tree.size();
        tree.append(line.hash());
        Leaf leaf = line.leaf();
        if (leaf != null) {
            streams.add(index, leaf);
            openings.check(index, leaf);
        } else {
            formatProblems.add(name(index, line) + " is not as the format says: " + line.fault());
        }
        growth.grown(tree);
    }

    private LeafLines.@Nullable Line peek(int places) throws IOException {
        while (ahead.size() <= places) {
            LeafLines.Line line = lines.next();
            if (line == null) {
                return null;
            }
            ahead.addLast(line);
        }
        return places == 0 ? ahead.peekFirst() : ahead.peekLast();
    }

    private static String name(long index, LeafLines.Line line) {
        Matcher id = ID.matcher(new String(line.bytes(), StandardCharsets.ISO_8859_1));
        return "entry " + index + " (" + (id.find() ? id.group(1) : "no readable id") + ")";
    }
}
