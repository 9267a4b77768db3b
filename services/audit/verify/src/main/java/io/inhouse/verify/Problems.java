package io.inhouse.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, the first {@value #SHOWN} of each kind in words. */
final class Problems {
    private static final int SHOWN = 20;

    private final List<String> lines = new ArrayList<>();
    private long unshown;

    void add(String line) {
        if (lines.size() < SHOWN) {
            lines.add(line);
        } else {
            unshown++;
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    List<String> lines() {
        if (unshown == 0) {
            return List.copyOf(lines);
        }
        List<String> all = new ArrayList<>(lines);
        all.add("and " + unshown + " more of this kind");
        return all;
    }
}
