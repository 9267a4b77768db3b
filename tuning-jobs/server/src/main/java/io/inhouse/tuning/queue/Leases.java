package io.inhouse.tuning.queue;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.tuning.client.JobFailure;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.client.lease.FailureReport;
import io.inhouse.tuning.client.lease.Heartbeat;
import io.inhouse.tuning.client.lease.Instruction;
import io.inhouse.tuning.client.lease.LeaseSpec;
import io.inhouse.tuning.jobs.JobEvents;
import io.inhouse.tuning.jobs.TuningConfig;
import io.inhouse.tuning.jobs.TuningJobs;
import io.inhouse.tuning.jobs.TuningJobs.Leased;
import io.inhouse.tuning.queue.encryption.LeaseTokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives jobs to trainers for a while. Whoever holds a lease's token may speak for its job; a lease that ended, or was
 * given to another, speaks for nothing: its fencing number is old (Kleppmann 2016, "How to do distributed locking").
 */
@ApplicationScoped
public class Leases {
    private static final Logger LOG = Logger.getLogger(Leases.class);
    private static final String SERVICE = "tuning";

    private final TuningJobs jobs;
    private final JobEvents events;
    private final Recorder recorder;
    private final LeaseTokens tokens;
    private final TuningConfig config;
    private final Clock clock;

    Leases(TuningJobs jobs, JobEvents events, Recorder recorder, LeaseTokens tokens, TuningConfig config, Clock clock) {
        this.jobs = jobs;
        this.events = events;
        this.recorder = recorder;
        this.tokens = tokens;
        this.config = config;
        this.clock = clock;
    }

    /** A job and the token to work on it with. The token is told once. */
    public record Lease(String token, TuningJob job, long fence, Path workDirectory) {}

    /** Takes the oldest queued job, if there is one. */
    @Transactional
    public Optional<Lease> next() {
        String token = tokens.next();
        Instant now = clock.instant();
        return jobs.claim(tokens.hash(token), now, now.plus(config.lease())).map(leased -> {
            TuningJob job = leased.job();
            events.add(
                    job.id(),
                    now,
                    job.attempt() == 1 ? "a trainer starts" : "a trainer starts, attempt " + job.attempt(),
                    null);
            recorder.record(about("job.start", job)
                    .content("attempt", job.attempt())
                    .content("fence", leased.fence())
                    .build());
            return new Lease(token, job, leased.fence(), directory(job));
        });
    }

    @Transactional
    public LeaseSpec spec(@Nullable String authorization) {
        Leased leased = current(authorization);
        TuningJob job = leased.job();
        return new LeaseSpec(
                job.id(),
                leased.fence(),
                job.attempt(),
                leased.baseDirectory(),
                job.baseDigest(),
                job.trainRows(),
                job.testRows(),
                job.recipe(),
                directory(job).toString(),
                config.heartbeat().toSeconds(),
                config.lease().toSeconds());
    }

    /** The job that this token may read rows for and register files for. */
    @Transactional
    public Leased lease(@Nullable String authorization) {
        return current(authorization);
    }

    /** @throws PlatformException {@code CONFLICT} if the lease is an old one */
    @Transactional
    public Leased lease(@Nullable String authorization, long fence) {
        Leased leased = current(authorization);
        if (leased.fence() != fence) {
            throw lost(leased.job());
        }
        return leased;
    }

    @Transactional
    public Instruction heartbeat(@Nullable String authorization, Heartbeat heartbeat) {
        Leased leased = lease(authorization, heartbeat.fence());
        String job = leased.job().id();
        Instant now = clock.instant();
        if (!jobs.renew(job, heartbeat.fence(), now.plus(config.lease()), heartbeat.progress())) {
            throw lost(leased.job());
        }
        if (heartbeat.message() != null) {
            events.add(job, now, heartbeat.message(), null);
        }
        if (heartbeat.progress() != null
                && !heartbeat.progress().equals(leased.job().progress())) {
            events.add(job, now, "", heartbeat.progress());
        }
        if (heartbeat.snapshotStep() != null) {
            recorder.record(about("job.snapshot", leased.job())
                    .content("step", heartbeat.snapshotStep())
                    .content("attempt", leased.job().attempt())
                    .build());
        }
        return new Instruction(leased.cancelRequested());
    }

    /** Nothing that trying again would mend, or the obeyed wish of the job's owner. */
    @Transactional
    public void failed(@Nullable String authorization, FailureReport report) {
        Leased leased = lease(authorization, report.fence());
        if (leased.cancelRequested() && report.failure().code().equals("cancelled")) {
            cancelled(leased);
            return;
        }
        fail(leased, report.failure());
    }

    /**
     * The trainer of this lease is gone without a word. The job goes back to the queue, or fails when it has cost too many
     * trainers.
     */
    @Transactional
    public void abandoned(Leased leased, String why) {
        TuningJob job = leased.job();
        Instant now = clock.instant();
        if (leased.cancelRequested()) {
            cancelled(leased);
        } else if (job.attempt() >= config.maxAttempts()) {
            fail(
                    leased,
                    new JobFailure(
                            "trainer_died",
                            why + "; this was attempt " + job.attempt() + " of " + config.maxAttempts()
                                    + ". The trainer's log is in the job's work directory. Resume the job when the cause is mended.",
                            job.progress() == null ? null : job.progress().step()));
        } else if (jobs.requeue(job.id(), leased.fence(), now, why + "; it goes on from its last training snapshot")) {
            LOG.warnf("a trainer was lost, its job is queued again jobId=%s attempt=%d", job.id(), job.attempt());
            recorder.record(about("job.lease", job).content("lost", why).build());
        }
    }

    /** As {@link #abandoned(Leased, String)}; harmless if the lease has ended already. */
    @Transactional
    public void abandoned(String token, String why) {
        jobs.findLease(tokens.hash(token)).ifPresent(leased -> abandoned(leased, why));
    }

    /** Jobs under a lease now. */
    @Transactional
    public long running() {
        return jobs.running();
    }

    /** Puts every job back whose lease has ended. One transaction a job: one that fails does not hold up the others. */
    public void expire() {
        Instant now = clock.instant();
        for (String job : QuarkusTransaction.requiringNew().call(() -> jobs.expired(now))) {
            QuarkusTransaction.requiringNew()
                    .run(() -> jobs.lockExpired(job, now)
                            .ifPresent(leased -> abandoned(
                                    leased,
                                    "the trainer was not heard of for "
                                            + config.lease().toSeconds() + " s")));
        }
    }

    private void cancelled(Leased leased) {
        if (!jobs.cancelled(leased.job().id(), leased.fence(), clock.instant())) {
            throw lost(leased.job());
        }
        recorder.record(
                about("job.cancel", leased.job()).outcome(Outcome.INTERRUPTED).build());
    }

    private void fail(Leased leased, JobFailure failure) {
        TuningJob job = leased.job();
        if (!jobs.fail(job.id(), leased.fence(), clock.instant(), failure)) {
            throw lost(job);
        }
        recorder.record(about("job.fail", job)
                .outcome(Outcome.FAILED)
                .content("code", failure.code())
                .content("detail", failure.detail())
                .build());
    }

    private Leased current(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Lease ")) {
            throw new PlatformException(Failure.UNAUTHENTICATED, "Send the lease's token as 'Authorization: Lease …'.");
        }
        byte[] hash = tokens.hash(authorization.substring("Lease ".length()));
        return jobs.findLease(hash)
                .orElseThrow(() -> new PlatformException(
                        Failure.UNAUTHENTICATED, "This lease has ended, or never was. Stop working on the job."));
    }

    private static PlatformException lost(TuningJob job) {
        return new PlatformException(
                Failure.CONFLICT, "The lease on job " + job.id() + " was lost to another trainer. Stop working on it.");
    }

    private Path directory(TuningJob job) {
        return config.workDirectory().toAbsolutePath().resolve(job.id());
    }

    /** An entry of the platform's own doing, about a job and for its owner's project. */
    static AuditEvent.Builder about(String type, TuningJob job) {
        return AuditEvent.of(type)
                .bySystem(SERVICE)
                .about(job.owner())
                .project(job.project())
                .purpose(job.purpose())
                .object("tuning-job", job.id());
    }
}
