package io.inhouse.datasets.names;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "name_list")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class NameListEntity {
    @Id
    @Column(name = "project_id")
    String project;

    int revision;

    int names;

    @Column(name = "key_id")
    String keyId;

    @Column(name = "wrapped_key")
    byte[] wrappedKey;

    byte[] sealed;

    @Column(name = "changed_by")
    String changedBy;

    @Column(name = "changed_at")
    Instant changedAt;
}
