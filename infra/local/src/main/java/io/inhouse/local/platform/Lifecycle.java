package io.inhouse.local.platform;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Ports;
import io.inhouse.local.parts.Jvm;
import io.inhouse.local.parts.Part;
import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.PortOwner;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.Processes;
import io.inhouse.local.processes.RunningPart;
import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Starts and stops single parts, whatever an earlier launcher left behind. The caller holds the home's lock. */
public final class Lifecycle {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration SLUGGISH = Duration.ofSeconds(30);

    private final Home home;
    private final ProcessTable table;
    private final Processes processes;
    private final PortOwner portOwner;
    private final Clock clock;

    public Lifecycle(Home home, ProcessTable table, PortOwner portOwner, Clock clock) {
        this.home = home;
        this.table = table;
        this.processes = new Processes(table);
        this.portOwner = portOwner;
        this.clock = clock;
    }

    /** How a part came to be running. */
    public enum Start {
        KEPT("was running"),
        STARTED("ready"),
        RESTARTED("restarted"),
        RECOVERED("restarted: it had ended unasked");

        private final String words;

        Start(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * Makes sure that the part runs as it should by now: a process of ours that fits and answers is kept, one that is
     * out of date, unrecorded or dumb is replaced.
     *
     * @throws IOException if a stranger has its port, it ends at once, or does not become ready
     */
    public Start start(Part part, Line line) throws IOException {
        Optional<RunningPart> recorded = RunningPart.read(home, part.name());
        List<ProcessTable.Entry> ours = find(part);
        Start how = ours.isEmpty() ? (recorded.isPresent() ? Start.RECOVERED : Start.STARTED) : Start.RESTARTED;
        if (!ours.isEmpty()) {
            boolean known = ours.size() == 1 && recorded.isPresent() && isSame(recorded.get(), ours.getFirst());
            if (known
                    && recorded.get().fingerprint().equals(part.command().fingerprint())
                    && awaitReady(part, ours.getFirst(), SLUGGISH)) {
                part.afterStart(line);
                return Start.KEPT;
            }
            line.says("stopping the one that no longer fits");
            stop(part);
        }
        for (int port : part.ports()) {
            if (!isFreeSoon(port)) {
                throw new IOException("port " + port + " is taken by " + portOwner.describe(port) + ". Stop it, or "
                        + otherwise(part));
            }
        }
        part.prepare(line);
        line.says("starting");
        Command command = part.command();
        Path log = home.log(part.name());
        long logBefore = Files.exists(log) ? Files.size(log) : 0;
        ProcessTable.Entry process = processes.startDetached(command, log).orElse(null);
        if (process == null) {
            RunningPart.forget(home, part.name());
            throw notStarted("ended while starting", log, logBefore);
        }
        RunningPart started = new RunningPart(
                part.name(), process.pid(), process.startTicks(), command.fingerprint(), clock.instant());
        started.write(home);
        if (!awaitReady(part, process, part.patience())) {
            boolean alive = processes.isAlive(process);
            if (alive) {
                processes.stop(process, part.politeSignal(), part.grace());
            }
            RunningPart.forget(home, part.name());
            String what = alive
                    ? "did not become ready within " + part.patience().toMinutes() + " minutes"
                    : "ended while starting";
            throw notStarted(what, log, logBefore);
        }
        part.afterStart(line);
        // The first start of a part may differ from all later ones.
        started.with(part.command().fingerprint()).write(home);
        return how;
    }

    private static IOException notStarted(String what, Path log, long logBefore) throws IOException {
        return new IOException(what + "; its log " + log + " ends with\n" + LogTail.withoutFrames(log, 12, logBefore));
    }

    /** The door's port is named by the issuer's address and by what sign-in may return to, since the first start. */
    private String otherwise(Part part) {
        return part.name().equals(Ports.DOOR)
                ? "start afresh at another one: ./inhouse up --home DIR --port N"
                : "choose other ports: see " + home.root().resolve("ports.json");
    }

    /** The kernel may take a moment to give back the port of a process that has just ended. */
    private static boolean isFreeSoon(int port) {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (!PortOwner.isFree(port)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private boolean awaitReady(Part part, ProcessTable.Entry process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            if (!processes.isAlive(process)) {
                return false;
            }
            if (part.isReady()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Every process that is this part of this home, recorded or not. A child that such a process has just forked still shows
     * its parent's command line: it is no part of its own.
     */
    public List<ProcessTable.Entry> find(Part part) {
        List<ProcessTable.Entry> found = table.all(part::recognises);
        Set<Long> pids = found.stream().map(ProcessTable.Entry::pid).collect(Collectors.toSet());
        return found.stream().filter(entry -> !pids.contains(entry.parent())).toList();
    }

    /**
     * Stops a part.
     *
     * @return false if nothing ran
     */
    public boolean stop(Part part) throws IOException {
        List<ProcessTable.Entry> ours = find(part);
        for (ProcessTable.Entry process : ours) {
            processes.stop(process, part.politeSignal(), part.grace());
        }
        RunningPart.forget(home, part.name());
        return !ours.isEmpty();
    }

    /** Stops trainers: they are started by the tuning server, and outlive it if it is killed. */
    public int stopTrainers() throws IOException {
        List<ProcessTable.Entry> trainers = trainers();
        for (ProcessTable.Entry trainer : trainers) {
            processes.stop(trainer, Processes.Signal.TERM, Duration.ofSeconds(10));
        }
        return trainers.size();
    }

    public List<ProcessTable.Entry> trainers() {
        return table.all(entry -> Jvm.isMarked(entry, home, "trainer"));
    }

    public ProcessTable table() {
        return table;
    }

    public Processes processes() {
        return processes;
    }

    private static boolean isSame(RunningPart recorded, ProcessTable.Entry entry) {
        return recorded.pid() == entry.pid() && recorded.startTicks() == entry.startTicks();
    }
}
