package io.inhouse.training;

import java.util.HashMap;
import java.util.Map;

/** Remembers at which step the loss on held-out rows was lowest, and says when waiting for a lower one is over. */
final class HeldOutWatch {
    private static final String LOWEST = "heldOut.lowest";
    private static final String STEP = "heldOut.step";
    private static final String SINCE = "heldOut.since";

    private final int patience;
    private double lowest = Double.POSITIVE_INFINITY;
    private long step;
    private int since;

    /** @param patience evaluations without a lower loss after which it is over; 0: never */
    HeldOutWatch(int patience) {
        this.patience = patience;
    }

    /** @return whether this is the lowest so far. A loss that is no number never is */
    boolean accept(long afterStep, double loss) {
        if (loss < lowest) {
            lowest = loss;
            step = afterStep;
            since = 0;
            return true;
        }
        since++;
        return false;
    }

    boolean isOver() {
        return patience > 0 && since >= patience;
    }

    /** Infinite before the first evaluation. */
    double lowest() {
        return lowest;
    }

    long step() {
        return step;
    }

    Map<String, String> facts() {
        Map<String, String> facts = new HashMap<>();
        facts.put(LOWEST, Double.toString(lowest));
        facts.put(STEP, Long.toString(step));
        facts.put(SINCE, Integer.toString(since));
        return facts;
    }

    static HeldOutWatch restored(int patience, Map<String, String> facts) {
        HeldOutWatch watch = new HeldOutWatch(patience);
        watch.lowest = Double.parseDouble(facts.getOrDefault(LOWEST, "Infinity"));
        watch.step = Long.parseLong(facts.getOrDefault(STEP, "0"));
        watch.since = Integer.parseInt(facts.getOrDefault(SINCE, "0"));
        return watch;
    }
}
