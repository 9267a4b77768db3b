package io.inhouse.tuning.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code tuning_job}. What changes while a job runs is changed by the conditional updates of {@link TuningJobs}. */
@Entity
@Table(name = "tuning_job")
@NullUnmarked
class TuningJobEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String projectId;

    String state;

    @Column(name = "base_model")
    String baseModel;

    @Column(name = "base_digest")
    String baseDigest;

    @Column(name = "base_directory")
    String baseDirectory;

    @Column(name = "dataset_version")
    String datasetVersion;

    @Column(name = "dataset_digest")
    String datasetDigest;

    @Column(name = "train_rows")
    long trainRows;

    @Column(name = "test_rows")
    long testRows;

    String purpose;
    String suffix;
    String recipe;
    String owner;

    @Column(name = "owner_name")
    String ownerName;

    @Column(name = "idempotency_key")
    String idempotencyKey;

    @Column(name = "order_digest")
    String orderDigest;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "finished_at")
    Instant finishedAt;

    int attempt;
    long fence;

    @Column(name = "lease_token")
    byte[] leaseToken;

    @Column(name = "lease_expires_at")
    Instant leaseExpiresAt;

    @Column(name = "cancel_requested")
    boolean cancelRequested;

    boolean registering;

    @Column(name = "last_event")
    long lastEvent;

    String progress;
    String result;
    String failure;

    @Column(name = "adapter_id")
    String adapterId;

    @Column(name = "adapter_digest")
    String adapterDigest;
}
