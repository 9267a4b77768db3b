package io.inhouse.tuning.slots;

import io.inhouse.tuning.jobs.TuningConfig;
import io.inhouse.tuning.queue.Leases;
import io.inhouse.tuning.queue.Leases.Lease;
import io.inhouse.tuning.queue.WorkDirectories;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Runs jobs on this machine: one trainer process per slot. A trainer outlives this server (it works on under its lease and
 * finds the server again), so after a restart a running job is left alone until its lease ends.
 */
@ApplicationScoped
@UnlessBuildProfile("test")
public class LocalSlots {
    private static final Logger LOG = Logger.getLogger(LocalSlots.class);

    private final Leases leases;
    private final TrainerProcess trainer;
    private final WorkDirectories work;
    private final TuningConfig config;
    private final Map<String, Process> running = new ConcurrentHashMap<>();

    LocalSlots(Leases leases, TrainerProcess trainer, WorkDirectories work, TuningConfig config) {
        this.leases = leases;
        this.trainer = trainer;
        this.work = work;
        this.config = config;
    }

    void tidy(@Observes StartupEvent event) {
        work.tidyAll();
    }

    /** What could not be deleted when a job ended, or was written by a trainer that had lost its lease. */
    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = ConcurrentExecution.SKIP)
    void tidyAgain() {
        work.tidyAll();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        leases.expire();
        if (config.trainerCommand().isEmpty()) {
            return;
        }
        running.values().removeIf(process -> !process.isAlive());
        while (running.size() < config.slots() && !stillRunningFromBefore()) {
            Lease lease = leases.next().orElse(null);
            if (lease == null) {
                return;
            }
            start(lease);
        }
    }

    /** Jobs that a trainer of an earlier incarnation of this server works on take slots, too. */
    private boolean stillRunningFromBefore() {
        return leases.running() - running.size() >= config.slots();
    }

    private void start(Lease lease) {
        String job = lease.job().id();
        try {
            endTheOneBefore(job);
            Process process = trainer.start(lease);
            running.put(job, process);
            LOG.infof(
                    "trainer started jobId=%s attempt=%d pid=%d",
                    job, lease.job().attempt(), process.pid());
            Thread.ofVirtual().name("waits for " + job).start(() -> {
                Process ended = process.onExit().join();
                running.remove(job, ended);
                trainerEnded(lease, ended.exitValue());
            });
        } catch (java.io.IOException e) {
            LOG.errorf(e, "trainer could not be started jobId=%s", job);
            leases.abandoned(lease.token(), "the trainer could not be started: " + e.getMessage());
        }
    }

    /** Two trainers never write into one job's directory: a predecessor that lost its lease may still be at work. */
    private void endTheOneBefore(String job) {
        Process before = running.remove(job);
        if (before != null) {
            before.destroyForcibly().onExit().join();
        }
    }

    private void trainerEnded(Lease lease, int exitCode) {
        LOG.infof("trainer ended jobId=%s exitCode=%d", lease.job().id(), exitCode);
        leases.abandoned(lease.token(), "the trainer ended with code " + exitCode + " before it was done");
    }
}
