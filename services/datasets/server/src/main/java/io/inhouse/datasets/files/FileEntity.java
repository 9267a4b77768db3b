package io.inhouse.datasets.files;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "file")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class FileEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    @Column(name = "version_id")
    String version;

    String filename;

    long bytes;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;
}
