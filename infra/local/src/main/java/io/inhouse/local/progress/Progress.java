package io.inhouse.local.progress;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line per task: what it is, what it is doing, how long it has taken. On a terminal the lines move in place;
 * otherwise each task prints one line when it ends, and a line now and then while it takes long.
 */
public final class Progress implements AutoCloseable {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final long FRAME_MILLIS = 100;
    private static final long PLAIN_NEWS_NANOS = 10_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final int nameWidth;
    /** Guarded by this. */
    private final List<Task> running = new ArrayList<>();
    /** Guarded by this: lines on the screen that will be painted over. */
    private int painted;

    private int frame;
    private boolean closed;

    public Progress(PrintStream out, boolean terminal, int nameWidth) {
        this.out = out;
        this.terminal = terminal;
        this.nameWidth = nameWidth;
        if (terminal) {
            Thread.ofPlatform().daemon().name("progress").start(this::animate);
        }
    }

    public synchronized Task begin(String name) {
        Task task = new Task(name);
        running.add(task);
        return task;
    }

    /** Prints a line above the moving ones. */
    public synchronized void tell(String text) {
        erase();
        out.println(text);
        paint();
    }

    /** One task on the screen. */
    public final class Task implements Line {
        private final String name;
        private final long started = System.nanoTime();
        private String text = "";
        private long lastNews = started;

        private Task(String name) {
            this.name = name;
        }

        @Override
        public void says(String news) {
            synchronized (Progress.this) {
                text = news;
                if (!terminal && System.nanoTime() - lastNews > PLAIN_NEWS_NANOS) {
                    lastNews = System.nanoTime();
                    out.println(line("…", news));
                    out.flush();
                }
            }
        }

        public void succeeded(String result) {
            end(terminal ? "\u001b[32m✓\u001b[0m" : "✓", result);
        }

        public void failed(String why) {
            end(terminal ? "\u001b[31m✗\u001b[0m" : "✗", why);
        }

        private void end(String symbol, String result) {
            synchronized (Progress.this) {
                erase();
                running.remove(this);
                out.println(line(symbol, result));
                out.flush();
                paint();
            }
        }

        private String line(String symbol, String what) {
            double seconds = (System.nanoTime() - started) / 1e9;
            return String.format(Locale.ROOT, "  %s %-" + nameWidth + "s %7.1f s  %s", symbol, name, seconds, what);
        }
    }

    @Override
    public synchronized void close() {
        erase();
        closed = true;
        notifyAll();
        out.flush();
    }

    /** The lock is free between two frames. */
    private synchronized void animate() {
        try {
            while (!closed) {
                frame++;
                erase();
                paint();
                wait(FRAME_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void erase() {
        if (painted > 0) {
            out.print("\u001b[" + painted + "F\u001b[J");
            painted = 0;
        }
    }

    private void paint() {
        if (!terminal || closed) {
            return;
        }
        for (Task task : running) {
            // A line that wraps would spoil the counting of lines.
            String line = task.line(SPINNER[frame % SPINNER.length], task.text);
            out.println(line.length() > 110 ? line.substring(0, 109) + "…" : line);
            painted++;
        }
        out.flush();
    }
}
