package io.inhouse.languagemodel;

import java.util.List;

/** Watches a growing text for stop strings; holds back what may be the beginning of one. */
final class StopText {
    private final List<String> stops;
    private final StringBuilder given = new StringBuilder();
    private String held = "";
    private boolean stopped;

    StopText(List<String> stops) {
        this.stops = stops;
    }

    /** What may be given out now that {@code added} has come. */
    String add(String added) {
        if (stopped) {
            return "";
        }
        String text = held + added;
        int first = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        if (first >= 0) {
            stopped = true;
            held = "";
            return give(text.substring(0, first));
        }
        int keep = stops.stream().mapToInt(s -> overlap(text, s)).max().orElse(0);
        held = text.substring(text.length() - keep);
        return give(text.substring(0, text.length() - keep));
    }

    /** What was held back, when no more comes. */
    String finish() {
        String rest = held;
        held = "";
        return give(rest);
    }

    boolean stopped() {
        return stopped;
    }

    /** Everything given out so far. */
    String given() {
        return given.toString();
    }

    private String give(String text) {
        given.append(text);
        return text;
    }

    /** Length of the longest end of {@code text} that begins {@code stop}. */
    private static int overlap(String text, String stop) {
        for (int n = Math.min(text.length(), stop.length() - 1); n > 0; n--) {
            if (text.endsWith(stop.substring(0, n))) {
                return n;
            }
        }
        return 0;
    }
}
