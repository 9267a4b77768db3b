package io.inhouse.datasets.upload;

import io.inhouse.datasets.client.UploadReport;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "upload")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class UploadEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    @Column(name = "version_id")
    String version;

    @Nullable
    Integer number;

    String split;

    String state;

    @Column(name = "alive_until")
    Instant aliveUntil;

    boolean collected;

    @Column(name = "uploaded_by")
    String uploadedBy;

    @Column(name = "uploaded_by_name")
    String uploadedByName;

    @Column(name = "started_at")
    Instant startedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    UploadReport report;

    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    @Column(name = "idempotency_fingerprint")
    @Nullable
    String idempotencyFingerprint;
}
