package io.inhouse.tuning.jobs;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.Roles;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.tuning.client.JobEvent;
import io.inhouse.tuning.client.JobState;
import io.inhouse.tuning.client.TuningJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looking at jobs, cancelling and resuming them. */
@ApplicationScoped
public class JobControl {
    private static final int EVENTS_AT_ONCE = 500;
    private static final int LARGEST_PAGE = 100;

    private final TuningJobs jobs;
    private final Recorder recorder;
    private final Clock clock;

    JobControl(TuningJobs jobs, Recorder recorder, Clock clock) {
        this.jobs = jobs;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** @throws PlatformException {@code NOT_FOUND} also for another project's job */
    @Transactional
    public TuningJob get(String project, String id) {
        return jobs.find(project, id).orElseThrow(() -> unknown(id));
    }

    /** @throws PlatformException {@code INVALID_REQUEST} if a page cannot have so many entries */
    public static void requirePageSize(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "limit must be between 1 and " + LARGEST_PAGE + ", but is " + limit + ".",
                    Map.of("param", "limit"));
        }
    }

    @Transactional
    public List<TuningJob> list(String project, @Nullable String after, int limit) {
        requirePageSize(limit);
        return jobs.list(project, after, limit);
    }

    /** The events after {@code number}, and whether more can come. */
    public record News(List<JobEvent> events, boolean over) {}

    @Transactional
    public News eventsAfter(String project, String id, long number) {
        TuningJob job = get(project, id);
        List<JobEvent> events = jobs.eventsAfter(id, number, EVENTS_AT_ONCE);
        return new News(events, job.state().isOver() && events.size() < EVENTS_AT_ONCE);
    }

    /** A queued job is cancelled at once; a running one when its trainer has obeyed. */
    @Transactional
    public TuningJob cancel(Caller caller, String id) {
        TuningJob job = ownJob(caller, id);
        Instant now = clock.instant();
        if (!jobs.cancelQueued(id, now) && !jobs.requestCancel(id, now)) {
            TuningJob present = jobs.reread(id);
            throw conflict(
                    present,
                    present.state().isOver()
                            ? "can be cancelled only while it is queued or running"
                            : "can no longer be cancelled, because its adapter has gone to the registry. Reject the adapter instead");
        }
        recorder.record(AuditEvent.of("job.cancel")
                .by(caller)
                .object("tuning-job", job.id())
                .build());
        return jobs.reread(id);
    }

    @Transactional
    public TuningJob resume(Caller caller, String id) {
        TuningJob job = ownJob(caller, id);
        if (!jobs.resume(id, clock.instant())) {
            throw conflict(jobs.reread(id), "can be resumed only after it failed or was cancelled");
        }
        recorder.record(AuditEvent.of("job.resume")
                .by(caller)
                .object("tuning-job", job.id())
                .build());
        return jobs.reread(id);
    }

    private TuningJob ownJob(Caller caller, String id) {
        TuningJob job = get(caller.project(), id);
        if (!job.owner().equals(caller.subject()) && !caller.has(Roles.PLATFORM_ADMIN)) {
            throw new PlatformException(Failure.FORBIDDEN, "Only the job's owner may do this.");
        }
        return job;
    }

    private static PlatformException conflict(TuningJob job, String rule) {
        JobState state = job.state();
        return new PlatformException(
                Failure.CONFLICT,
                "Job " + job.id() + " is " + state.code() + "; it " + rule + ".",
                Map.of("state", state.code()));
    }

    private static PlatformException unknown(String id) {
        return new PlatformException(Failure.NOT_FOUND, "There is no tuning job " + id + " in this project.");
    }
}
