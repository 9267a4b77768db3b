package io.inhouse.registry.adapters;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of {@code adapter}. Only its state and the decision change, by conditional updates. */
@Entity
@Table(name = "adapter")
@NullUnmarked
class AdapterEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    String suffix;
    String digest;
    String state;
    int rank;

    @Column(name = "base_model_id")
    String baseModelId;

    @Column(name = "job_id")
    String job;

    String owner;

    @Column(name = "owner_name")
    String ownerName;

    /** Subject of the service that registered it. */
    String registrar;

    @Column(name = "dataset_version")
    String datasetVersion;

    @Column(name = "dataset_digest")
    String datasetDigest;

    String purpose;

    /** JSON object. */
    String recipe;

    /** JSON object. */
    String evaluation;

    @Column(name = "code_version")
    String codeVersion;

    @Nullable
    Double flops;

    /** JSON array of {@link io.inhouse.registry.client.ModelFile}. */
    String files;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "decided_by")
    @Nullable
    String decidedBy;

    @Column(name = "decided_by_name")
    @Nullable
    String decidedByName;

    @Column(name = "decided_at")
    @Nullable
    Instant decidedAt;

    @Nullable
    String comment;
}
