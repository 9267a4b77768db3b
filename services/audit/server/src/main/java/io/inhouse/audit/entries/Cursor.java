package io.inhouse.audit.entries;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of entries, newest first: by time, then by index. */
record Cursor(Instant ts, long index) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})");

    /** @throws IllegalArgumentException if it is not what {@link #toString} wrote */
    static Cursor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no cursor: " + text);
        }
        return new Cursor(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), Long.parseLong(matcher.group(2)));
    }

    @Override
    public String toString() {
        return ts.toEpochMilli() + "-" + index;
    }
}
