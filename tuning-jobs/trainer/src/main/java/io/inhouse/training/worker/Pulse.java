package io.inhouse.training.worker;

import io.inhouse.training.HeldOutLoss;
import io.inhouse.training.TrainingListener;
import io.inhouse.tuning.client.JobProgress;
import io.inhouse.tuning.client.lease.Heartbeat;
import io.inhouse.tuning.client.lease.Instruction;
import io.inhouse.tuning.client.lease.LeaseSpec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tells the tuning server how the job goes, from a thread of its own so that a long step does not cost the lease; learns
 * from the answers whether the job is still wanted.
 */
final class Pulse implements TrainingListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());
    private static final long ONE_SECOND = 1_000_000_000L;

    /** Why the work has to stop. */
    enum Stop {
        /** The job's owner wants it. */
        CANCELLED,
        /** The job is somebody else's. */
        LEASE_LOST
    }

    private final LeaseClient server;
    private final LeaseSpec spec;
    private final Thread thread;

    /** All guarded by this. */
    private final Queue<Heartbeat> unsaid = new ArrayDeque<>();

    private JobProgress progress = new JobProgress("preparing", 0, 0, null, null, null, null, null);
    private long lastLine = System.nanoTime() - ONE_SECOND;
    private boolean closed;
    private @Nullable Stop stop;
    private long resumedAt;

    Pulse(LeaseClient server, LeaseSpec spec) {
        this.server = server;
        this.spec = spec;
        this.thread = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
    }

    /** @param phase as in {@link JobProgress} */
    synchronized void enter(String phase, int totalSteps) {
        progress = new JobProgress(phase, 0, totalSteps, null, null, null, Hardware.peakMemory(), null);
        say(null, null);
        LOG.log(System.Logger.Level.INFO, "phase={0}", phase);
    }

    /** A line for the job's events. */
    synchronized void tell(String message) {
        say(message, null);
        LOG.log(System.Logger.Level.INFO, message);
    }

    @Override
    public synchronized void resumed(long step) {
        resumedAt = step;
        say("training resumed at step " + step, null);
        LOG.log(System.Logger.Level.INFO, "training resumed step={0}", Long.toString(step));
    }

    @Override
    public synchronized void progress(Progress p) {
        progress = new JobProgress(
                "training",
                (int) p.step(),
                (int) p.steps(),
                p.loss(),
                p.learningRate(),
                p.tokensPerSecond(),
                Hardware.peakMemory(),
                Math.round(p.secondsLeft()));
        if (p.step() == p.steps() || System.nanoTime() - lastLine > ONE_SECOND) {
            lastLine = System.nanoTime();
            LOG.log(
                    System.Logger.Level.INFO,
                    "step={0} of={1} loss={2} tokensPerSecond={3}",
                    Long.toString(p.step()),
                    Long.toString(p.steps()),
                    Double.toString(p.loss()),
                    Long.toString(Math.round(p.tokensPerSecond())));
        }
    }

    @Override
    public synchronized void evaluated(long step, HeldOutLoss loss, boolean lowest) {
        say(
                String.format(
                        Locale.ROOT,
                        "loss on held-out rows %.4f after step %d%s",
                        loss.loss(),
                        step,
                        lowest ? ", the lowest so far" : ""),
                null);
    }

    @Override
    public synchronized void snapshot(long step, Path file) {
        say(null, (int) step);
        LOG.log(System.Logger.Level.INFO, "training snapshot step={0}", Long.toString(step));
    }

    @Override
    public synchronized boolean mayContinue() {
        return stop == null;
    }

    /** Why the work has to stop, if it has to. */
    synchronized @Nullable Stop stop() {
        return stop;
    }

    /** Step from which this process went on, 0 if from the beginning. */
    synchronized long resumedAt() {
        return resumedAt;
    }

    /** Sends what has not been sent and sends nothing more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Phases, messages and snapshots are all told, however fast they follow each other; of steps, the last. */
    private synchronized void say(@Nullable String message, @Nullable Integer snapshotStep) {
        unsaid.add(new Heartbeat(spec.fence(), progress, message, snapshotStep));
        notifyAll();
    }

    private void beat() {
        try {
            while (true) {
                Heartbeat heartbeat = next();
                if (heartbeat == null) {
                    return;
                }
                Instruction instruction = server.heartbeat(heartbeat);
                if (instruction.cancel()) {
                    stopFor(Stop.CANCELLED);
                }
            }
        } catch (LeaseLostException e) {
            LOG.log(System.Logger.Level.WARNING, "the lease is lost reason={0}", e.getMessage());
            stopFor(Stop.LEASE_LOST);
        } catch (ServerRefusalException e) {
            LOG.log(System.Logger.Level.ERROR, "the server refuses heartbeats reason={0}", e.getMessage());
            stopFor(Stop.LEASE_LOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to say or for the next beat; null when everything has been said. */
    private synchronized @Nullable Heartbeat next() throws InterruptedException {
        long deadline = System.nanoTime() + spec.heartbeatSeconds() * 1_000_000_000L;
        while (!closed && unsaid.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return new Heartbeat(spec.fence(), progress, null, null);
            }
            wait(left);
        }
        return unsaid.poll();
    }

    private synchronized void stopFor(Stop why) {
        if (stop != Stop.LEASE_LOST) {
            stop = why;
        }
    }
}
