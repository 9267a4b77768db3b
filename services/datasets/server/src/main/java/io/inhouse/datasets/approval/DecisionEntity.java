package io.inhouse.datasets.approval;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody decided about a version; never changed afterwards. */
@Entity
@Table(name = "decision")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class DecisionEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    @Column(name = "version_id")
    String version;

    String decision;

    @Column(name = "decided_by")
    String decidedBy;

    @Column(name = "decided_at")
    Instant decidedAt;

    @Nullable
    String comment;
}
