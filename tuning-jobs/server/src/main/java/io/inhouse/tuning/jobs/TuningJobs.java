package io.inhouse.tuning.jobs;

import io.inhouse.tuning.client.JobEvent;
import io.inhouse.tuning.client.JobFailure;
import io.inhouse.tuning.client.JobProgress;
import io.inhouse.tuning.client.JobResult;
import io.inhouse.tuning.client.JobState;
import io.inhouse.tuning.client.TuningJob;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jobs as rows. Each transition is one conditional update: it happens once, or not at all and says so. Every method needs
 * the caller's transaction.
 */
@ApplicationScoped
public class TuningJobs implements PanacheRepositoryBase<TuningJobEntity, String> {
    private final JobEvents events;

    TuningJobs(JobEvents events) {
        this.events = events;
    }

    /**
     * What a lease is about. The token's hash stays in the table.
     *
     * @param registering the registry was asked to take the job's adapter, and may have taken it
     */
    public record Leased(
            TuningJob job, String baseDirectory, long fence, boolean cancelRequested, boolean registering) {}

    void add(TuningJobEntity job) {
        persist(job);
        flush();
    }

    public Optional<TuningJob> find(String project, String id) {
        return find("id = ?1 and projectId = ?2", id, project)
                .firstResultOptional()
                .map(TuningJobs::value);
    }

    /** @param orderDigest of what was asked for; null for a job that was stored before digests were */
    record Ordered(TuningJob job, @Nullable String orderDigest) {}

    Optional<Ordered> findByIdempotencyKey(String project, String key) {
        return find("projectId = ?1 and idempotencyKey = ?2", project, key)
                .firstResultOptional()
                .map(job -> new Ordered(value(job), job.orderDigest));
    }

    /** Waits for whoever stores a job under this key right now; holds until the transaction ends. */
    void lockIdempotencyKey(String project, String key) {
        getEntityManager()
                .createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?1, 0)))")
                .setParameter(1, project + "\n" + key)
                .getSingleResult();
    }

    /** @param after only jobs older than this one; newest first */
    public List<TuningJob> list(String project, @Nullable String after, int limit) {
        var newestFirst = Sort.by("id").descending();
        var query = after == null
                ? find("projectId = ?1", newestFirst, project)
                : find("projectId = ?1 and id < ?2", newestFirst, project, after);
        return query.page(Page.ofSize(limit)).list().stream()
                .map(TuningJobs::value)
                .toList();
    }

    /** Newest first. */
    List<TuningJob> succeeded(String project, int limit) {
        return find("projectId = ?1 and state = 'succeeded'", Sort.by("id").descending(), project)
                .page(Page.ofSize(limit))
                .list()
                .stream()
                .map(TuningJobs::value)
                .toList();
    }

    /** Gives the oldest queued job to whoever holds {@code tokenHash}. Two callers never get the same job. */
    public Optional<Leased> claim(byte[] tokenHash, Instant now, Instant expires) {
        List<?> claimed = getEntityManager()
                .createNativeQuery("""
                        UPDATE tuning_job SET state = 'running', attempt = attempt + 1, fence = fence + 1, lease_token = ?1,
                               lease_expires_at = ?3, started_at = coalesce(started_at, ?2)
                        WHERE id = (SELECT id FROM tuning_job WHERE state = 'queued' ORDER BY created_at, id
                                    FOR UPDATE SKIP LOCKED LIMIT 1)
                        RETURNING id""")
                .setParameter(1, tokenHash)
                .setParameter(2, now)
                .setParameter(3, expires)
                .getResultList();
        return claimed.stream().findFirst().map(id -> leased(fresh(id.toString())));
    }

    /** The running job of the lease, locked until the transaction ends; empty if the token is not a present lease's. */
    public Optional<Leased> findLease(byte[] tokenHash) {
        return find("leaseToken = ?1 and state = 'running'", (Object) tokenHash)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(TuningJobs::leased);
    }

    /** Ids of running jobs whose lease has ended; {@link #lockExpired} says whether it is still so. */
    public List<String> expired(Instant now) {
        return find("state = 'running' and leaseExpiresAt < ?1", now).list().stream()
                .map(job -> job.id)
                .toList();
    }

    /** The job, locked until the transaction ends, if its lease has not been renewed meanwhile. */
    public Optional<Leased> lockExpired(String id, Instant now) {
        return find("id = ?1 and state = 'running' and leaseExpiresAt < ?2", id, now)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(TuningJobs::leased);
    }

    /** Those of the ids that name a job which has succeeded. */
    public List<String> succeeded(List<String> ids) {
        return find("state = 'succeeded' and id in ?1", ids).list().stream()
                .map(job -> job.id)
                .toList();
    }

    /** Jobs under a lease now. */
    public long running() {
        return count("state = 'running'");
    }

    public boolean renew(String id, long fence, Instant expires, @Nullable JobProgress progress) {
        return update(
                        "leaseExpiresAt = ?1, progress = coalesce(?2, progress) where id = ?3 and fence = ?4 and state = 'running'",
                        expires,
                        JobJson.write(progress),
                        id,
                        fence)
                == 1;
    }

    /** The trainer is gone; somebody else may go on. */
    public boolean requeue(String id, long fence, Instant now, String message) {
        boolean done = update(
                        "state = 'queued', leaseToken = null, leaseExpiresAt = null where id = ?1 and fence = ?2 and state = 'running'",
                        id,
                        fence)
                == 1;
        return done && note(id, now, message);
    }

    /**
     * The point of no return: from here on the job is not cancelled. A lost trainer leaves it so, because the registry may
     * have taken the adapter by then; the next trainer registers the same one.
     */
    public boolean beginRegistering(String id, long fence) {
        return update(
                        "registering = true where id = ?1 and fence = ?2 and state = 'running' and cancelRequested = false",
                        id,
                        fence)
                == 1;
    }

    /** The registry was asked once, and has said that it has not taken the adapter: the job can be cancelled again. */
    public boolean notRegistered(String id, long fence) {
        return update("registering = false where id = ?1 and fence = ?2 and state = 'running'", id, fence) == 1;
    }

    public boolean succeed(
            String id, long fence, Instant now, JobResult result, String adapterId, String adapterDigest) {
        boolean done = update(
                        "state = 'succeeded', leaseToken = null, leaseExpiresAt = null, finishedAt = ?1, result = ?2,"
                                + " adapterId = ?3, adapterDigest = ?4"
                                + " where id = ?5 and fence = ?6 and state = 'running' and registering = true",
                        now,
                        JobJson.write(result),
                        adapterId,
                        adapterDigest,
                        id,
                        fence)
                == 1;
        return done && note(id, now, "the adapter " + adapterId + " is registered and waits for approval");
    }

    /** Leaves {@code registering} as it is: a job whose trainer died while it registered may have an adapter. */
    public boolean fail(String id, long fence, Instant now, JobFailure failure) {
        boolean done = update(
                        "state = 'failed', leaseToken = null, leaseExpiresAt = null, finishedAt = ?1, failure = ?2"
                                + " where id = ?3 and fence = ?4 and state = 'running'",
                        now,
                        JobJson.write(failure),
                        id,
                        fence)
                == 1;
        return done && note(id, now, failure.detail());
    }

    /** The running job's trainer has obeyed a cancellation. */
    public boolean cancelled(String id, long fence, Instant now) {
        boolean done = update(
                        "state = 'cancelled', leaseToken = null, leaseExpiresAt = null, finishedAt = ?1"
                                + " where id = ?2 and fence = ?3 and state = 'running'",
                        now,
                        id,
                        fence)
                == 1;
        return done && note(id, now, "cancelled; a training snapshot is kept, so it can be resumed");
    }

    boolean cancelQueued(String id, Instant now) {
        boolean done = update(
                        "state = 'cancelled', finishedAt = ?1 where id = ?2 and state = 'queued' and registering = false",
                        now,
                        id)
                == 1;
        return done && note(id, now, "cancelled before it began");
    }

    boolean requestCancel(String id, Instant now) {
        boolean done =
                update("cancelRequested = true where id = ?1 and state = 'running' and registering = false", id) == 1;
        return done && note(id, now, "asked to stop");
    }

    boolean resume(String id, Instant now) {
        boolean done = update(
                        "state = 'queued', cancelRequested = false, finishedAt = null, failure = null, attempt = 0"
                                + " where id = ?1 and state in ('failed', 'cancelled')",
                        id)
                == 1;
        return done && note(id, now, "queued again; it goes on from its last training snapshot");
    }

    private boolean note(String id, Instant now, String message) {
        events.add(id, now, message, null);
        return true;
    }

    /** Reads the row again after a bulk update, which goes past the entity that may already be loaded. */
    TuningJob reread(String id) {
        return value(fresh(id));
    }

    private TuningJobEntity fresh(String id) {
        TuningJobEntity entity = findById(id);
        getEntityManager().refresh(entity);
        return entity;
    }

    private static Leased leased(TuningJobEntity job) {
        return new Leased(value(job), job.baseDirectory, job.fence, job.cancelRequested, job.registering);
    }

    static TuningJob value(TuningJobEntity job) {
        return new TuningJob(
                job.id,
                job.projectId,
                JobState.of(job.state),
                job.baseModel,
                job.baseDigest,
                job.datasetVersion,
                job.datasetDigest,
                job.trainRows,
                job.testRows,
                job.purpose,
                job.suffix,
                JobJson.recipe(job.recipe),
                job.owner,
                job.ownerName,
                job.attempt,
                job.createdAt,
                job.startedAt,
                job.finishedAt,
                JobJson.read(job.progress, JobProgress.class),
                JobJson.read(job.result, JobResult.class),
                JobJson.read(job.failure, JobFailure.class),
                job.adapterId,
                job.adapterDigest);
    }

    /** Events after {@code number}, oldest first. */
    public List<JobEvent> eventsAfter(String id, long number, int limit) {
        return events.after(id, number, limit);
    }
}
