package io.inhouse.inference.recording;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer that was begun and whose end is not recorded yet. */
@Entity
@Table(name = "answer")
@SuppressWarnings("NullAway.Init") // filled by Hibernate or by AnswerRows
class AnswerEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String projectId;

    String process;
    String actor;

    @Column(name = "actor_name")
    String actorName;

    @Column(name = "actor_kind")
    String actorKind;

    @Nullable
    String purpose;

    String endpoint;

    @Column(name = "model_name")
    String modelName;

    @Column(name = "base_name")
    String baseName;

    @Column(name = "base_digest")
    String baseDigest;

    @Column(name = "adapter_id")
    @Nullable
    String adapterId;

    @Column(name = "adapter_digest")
    @Nullable
    String adapterDigest;

    String receipt;

    @Column(name = "started_at")
    Instant startedAt;
}
