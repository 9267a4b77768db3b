package io.inhouse.local.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a person sees while the demonstration runs: chapters, results, one live line. On a terminal the live line is
 * rewritten in place; elsewhere (a log file) it is printed every few seconds as a line of its own.
 */
final class Screen {
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LIVE_INTERVAL = Duration.ofMillis(200);
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private final Instant start;
    private Instant lastLive = Instant.MIN;
    private boolean liveOpen;

    /** @param start from when the elapsed time is counted */
    Screen(PrintStream out, boolean terminal, Clock clock, Instant start) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.start = start;
    }

    void chapter(int number, String title, String who) {
        endLive();
        String elapsed = minutes(Duration.between(start, clock.instant()));
        String left = number + "  " + title;
        out.println();
        out.println(bold(left) + " ".repeat(Math.max(1, WIDTH - left.length() - who.length() - elapsed.length() - 2))
                + dim(who) + "  " + dim(elapsed));
    }

    void done(String text) {
        endLive();
        out.println("   " + green("✓") + " " + text);
    }

    /** Something the platform refused, as it should. */
    void refused(String text) {
        endLive();
        out.println("   " + yellow("✗") + " " + text);
    }

    void note(String text) {
        endLive();
        out.println("     " + text);
    }

    /** A line that changes; {@code last} makes sure that it is shown. */
    void live(String text, boolean last) {
        Instant now = clock.instant();
        Duration interval = terminal ? LIVE_INTERVAL : PLAIN_INTERVAL;
        if (!last && now.isBefore(lastLive.equals(Instant.MIN) ? now : lastLive.plus(interval))) {
            return;
        }
        lastLive = now;
        if (terminal) {
            out.print("\r\u001b[2K     " + text);
            out.flush();
            liveOpen = true;
        } else {
            out.println("     " + text);
        }
    }

    private void endLive() {
        if (liveOpen) {
            out.println();
            liveOpen = false;
        }
        lastLive = Instant.MIN;
    }

    /** A bar of {@code width} characters, {@code done} of {@code total} filled. */
    static String bar(long done, long total, int width) {
        int filled = total <= 0 ? 0 : (int) Math.min(width, done * width / total);
        return "█".repeat(filled) + "░".repeat(width - filled);
    }

    void table(List<List<String>> rows) {
        endLive();
        int first = rows.stream().mapToInt(r -> r.get(0).length()).max().orElse(0);
        out.println();
        for (List<String> row : rows) {
            out.println("   " + row.get(0) + " ".repeat(first - row.get(0).length() + 3) + bold(row.get(1)));
        }
    }

    void line(String text) {
        endLive();
        out.println(text);
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    static String minutes(Duration d) {
        return String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }

    private String bold(String s) {
        return paint("1", s);
    }

    private String dim(String s) {
        return paint("2", s);
    }

    private String green(String s) {
        return paint("32", s);
    }

    private String yellow(String s) {
        return paint("33", s);
    }

    private String paint(String code, String s) {
        return terminal ? "\u001b[" + code + "m" + s + "\u001b[0m" : s;
    }
}
