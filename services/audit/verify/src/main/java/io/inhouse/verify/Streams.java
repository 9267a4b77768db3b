package io.inhouse.verify;

import io.inhouse.ledger.Leaf;
import java.util.HashMap;
import java.util.Map;

/** Whether each stream is numbered without a gap and framed by its opening and closing entry. */
final class Streams {
    private final Map<String, State> streams = new HashMap<>();
    private final Map<String, Long> lastOpening = new HashMap<>();
    private final boolean fromStart;
    private final Problems problems;

    private static final class State {
        private long next;
        private long opened;
        private boolean closed;
    }

    /** @param fromStart whether the bundle begins with the log's first entry, so that every stream has to begin with 0 */
    Streams(boolean fromStart, Problems problems) {
        this.fromStart = fromStart;
        this.problems = problems;
    }

    void add(long index, Leaf leaf) {
        State state = streams.get(leaf.stream());
        if (state == null) {
            state = new State();
            state.next = fromStart ? 0 : leaf.seq();
            state.opened = -1;
            streams.put(leaf.stream(), state);
        }
        String entry = "entry " + index + " (" + leaf.id() + ")";
        if (leaf.seq() != state.next) {
            problems.add(entry + " has number " + leaf.seq() + " in stream " + leaf.stream() + " where number "
                    + state.next + " belongs");
        }
        if (state.closed) {
            problems.add(entry + " follows the closing entry of its stream " + leaf.stream());
        }
        boolean opens = leaf.type().equals(Leaf.STREAM_OPEN);
        if (opens != (leaf.seq() == 0)) {
            problems.add(entry + " has number " + leaf.seq() + " in stream " + leaf.stream() + " and type "
                    + leaf.type() + "; a stream begins with " + Leaf.STREAM_OPEN);
        }
        if (opens) {
            state.opened = index;
            lastOpening.put(leaf.service(), index);
        }
        state.closed |= leaf.type().equals(Leaf.STREAM_CLOSE);
        state.next = leaf.seq() + 1;
    }

    String summary() {
        long closed = 0;
        long interrupted = 0;
        for (Map.Entry<String, State> stream : streams.entrySet()) {
            State state = stream.getValue();
            long last = lastOpening.getOrDefault(Leaf.serviceOf(stream.getKey()), -1L);
            if (state.closed) {
                closed++;
            } else if (last > state.opened) {
                interrupted++;
            }
        }
        return streams.size() + " streams are numbered without a gap: " + closed + " closed, "
                + (streams.size() - closed - interrupted) + " open, " + interrupted
                + " not closed although a later process of the service opened one";
    }
}
