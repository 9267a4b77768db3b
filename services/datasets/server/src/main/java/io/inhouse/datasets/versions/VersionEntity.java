package io.inhouse.datasets.versions;

import io.inhouse.datasets.client.DataGovernance;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "dataset_version")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class VersionEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    @Column(name = "dataset_id")
    String dataset;

    int number;

    String state;

    @Column(name = "held_out_fraction")
    double heldOutFraction;

    long seed;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> actions;

    String recogniser;

    @Column(name = "train_rows")
    long trainRows;

    @Column(name = "test_rows")
    long testRows;

    @Column(name = "set_aside_rows")
    long setAsideRows;

    @Nullable
    String digest;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_by_name")
    String createdByName;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "sealed_by")
    @Nullable
    String sealedBy;

    @Column(name = "sealed_at")
    @Nullable
    Instant sealedAt;

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

    String @Nullable [] purposes;

    @Column(name = "legal_basis")
    @Nullable
    String legalBasis;

    @Nullable
    String licence;

    @Nullable
    String retention;

    @Column(name = "consent_batch")
    @Nullable
    String consentBatch;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    DataGovernance governance;

    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    @Column(name = "idempotency_fingerprint")
    @Nullable
    String idempotencyFingerprint;
}
