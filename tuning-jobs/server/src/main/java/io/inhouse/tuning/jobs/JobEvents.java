package io.inhouse.tuning.jobs;

import io.inhouse.tuning.client.JobEvent;
import io.inhouse.tuning.client.JobProgress;
import io.inhouse.tuning.client.JobState;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to each job, in order. Needs the caller's transaction. */
@ApplicationScoped
public class JobEvents implements PanacheRepositoryBase<TuningJobEventEntity, TuningJobEventEntity.Key> {
    /** @param progress null: the event is a message */
    public void add(String job, Instant at, String message, @Nullable JobProgress progress) {
        // The counter's row lock makes numbers gapless and ordered by commit.
        Object[] row = (Object[]) getEntityManager()
                .createNativeQuery(
                        "UPDATE tuning_job SET last_event = last_event + 1 WHERE id = ?1 RETURNING last_event, state")
                .setParameter(1, job)
                .getSingleResult();
        TuningJobEventEntity event = new TuningJobEventEntity();
        event.key = new TuningJobEventEntity.Key(job, ((Number) row[0]).longValue());
        event.at = at;
        event.type = progress == null ? "message" : "progress";
        event.state = row[1].toString();
        event.message = message;
        event.progress = JobJson.write(progress);
        persist(event);
    }

    List<JobEvent> after(String job, long number, int limit) {
        return find("key.jobId = ?1 and key.number > ?2", Sort.by("key.number"), job, number)
                .page(Page.ofSize(limit))
                .list()
                .stream()
                .map(event -> new JobEvent(
                        event.key.number(),
                        event.at,
                        event.type,
                        JobState.of(event.state),
                        event.message,
                        JobJson.read(event.progress, JobProgress.class)))
                .toList();
    }
}
