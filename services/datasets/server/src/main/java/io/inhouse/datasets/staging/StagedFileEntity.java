package io.inhouse.datasets.staging;

import io.inhouse.datasets.client.FileKind;
import io.inhouse.datasets.client.StagedFile;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "staged_file")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class StagedFileEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    @Column(name = "version_id")
    String version;

    String filename;

    String kind;

    long bytes;

    long received;

    String state;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_by_name")
    String createdByName;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "touched_at")
    Instant touchedAt;

    @Column(name = "upload_id")
    @Nullable
    String upload;

    StagedFile toStagedFile() {
        return new StagedFile(
                id,
                version,
                filename,
                FileKind.of(kind),
                bytes,
                received,
                state,
                createdBy,
                createdByName,
                createdAt,
                upload);
    }
}
