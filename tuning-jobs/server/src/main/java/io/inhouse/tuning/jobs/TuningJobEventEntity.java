package io.inhouse.tuning.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code tuning_job_event}; never changed. */
@Entity
@Table(name = "tuning_job_event")
@NullUnmarked
class TuningJobEventEntity {
    @EmbeddedId
    Key key;

    Instant at;
    String type;
    String state;
    String message;
    String progress;

    /** A job and the number of its event. */
    @Embeddable
    record Key(
            @Column(name = "job_id") String jobId,
            @Column(name = "number") long number) {}
}
