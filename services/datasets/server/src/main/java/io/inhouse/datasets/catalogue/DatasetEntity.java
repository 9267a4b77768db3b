package io.inhouse.datasets.catalogue;

import io.inhouse.datasets.client.DataGovernance;
import io.inhouse.datasets.client.Dataset;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "dataset")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class DatasetEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    String name;

    @Nullable
    String description;

    String[] purposes;

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
    DataGovernance governance;

    String origin;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_by_name")
    String createdByName;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "described_by")
    String describedBy;

    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    @Column(name = "idempotency_fingerprint")
    @Nullable
    String idempotencyFingerprint;

    Dataset toDataset() {
        return new Dataset(
                id,
                project,
                name,
                description,
                Arrays.asList(purposes),
                legalBasis,
                licence,
                retention,
                consentBatch,
                governance,
                createdBy,
                createdByName,
                createdAt);
    }
}
