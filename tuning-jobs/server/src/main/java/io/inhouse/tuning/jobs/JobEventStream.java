package io.inhouse.tuning.jobs;

import io.inhouse.tuning.client.JobEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** A job's events as they come. Reads the table, so it works whichever replica the trainer speaks to. */
@ApplicationScoped
public class JobEventStream {
    private static final Logger LOG = Logger.getLogger(JobEventStream.class);
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final JobControl control;

    JobEventStream(JobControl control) {
        this.control = control;
    }

    Multi<JobEvent> of(String project, String job, long after) {
        AtomicLong last = new AtomicLong(after);
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom()
                        .item(() -> control.eventsAfter(project, job, last.get()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .withDelay(PAUSE)
                .whilst(news -> !news.over())
                .onItem()
                .transformToIterable(JobControl.News::events)
                .onItem()
                .invoke(event -> last.set(event.number()))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "The events of a job are not told any more job=%s", job));
    }
}
