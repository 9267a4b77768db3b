package io.inhouse.local.processes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts processes that outlive the launcher, and stops them. */
public final class Processes {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** How long the kernel may take to end what was killed. */
    private static final Duration KILLED = Duration.ofSeconds(30);

    private static final long LOG_ROTATION_BYTES = 20L << 20;

    private final ProcessTable table;

    public Processes(ProcessTable table) {
        this.table = table;
    }

    /** The signals used here, by their names for kill(1). */
    public enum Signal {
        TERM,
        INT,
        KILL
    }

    /**
     * Starts a process in a session of its own, so that neither ^C nor a closed terminal reaches it.
     *
     * @param log receives what it prints, after what earlier runs printed
     * @return empty if it has ended already
     */
    public Optional<ProcessTable.Entry> startDetached(Command command, Path log) throws IOException {
        rotate(log);
        List<String> arguments = new ArrayList<>(List.of("setsid"));
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(command.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        Process process = builder.start();
        // setsid replaces itself by the command, so the pid stays.
        return table.find(process.pid());
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_ROTATION_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public boolean isAlive(ProcessTable.Entry entry) {
        Optional<ProcessTable.Entry> now = table.find(entry.pid());
        return now.isPresent() && now.get().startTicks() == entry.startTicks();
    }

    /**
     * Asks a process to end and, after {@code grace}, ends it and what it started.
     *
     * @return false if it had to be killed
     */
    public boolean stop(ProcessTable.Entry entry, Signal polite, Duration grace) throws IOException {
        List<ProcessTable.Entry> family = table.family(entry);
        signal(entry, polite);
        boolean ended = awaitEnd(entry, grace);
        if (!ended) {
            kill(family);
        }
        return ended;
    }

    /** As a power cut ends processes; returns when they are gone. */
    public void kill(List<ProcessTable.Entry> entries) throws IOException {
        for (ProcessTable.Entry entry : entries) {
            signal(entry, Signal.KILL);
        }
        for (ProcessTable.Entry entry : entries) {
            awaitEnd(entry, KILLED);
        }
    }

    public void signal(ProcessTable.Entry entry, Signal signal) throws IOException {
        if (!isAlive(entry)) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-s", signal.name(), Long.toString(entry.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitEnd(ProcessTable.Entry entry, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive(entry)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
