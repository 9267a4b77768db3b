package io.inhouse.registry.basemodels;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of {@code base_model}; never updated. */
@Entity
@Table(name = "base_model")
@NullUnmarked
class BaseModelEntity {
    @Id
    String id;

    @Column(name = "project_id")
    String project;

    String name;
    String digest;
    String architecture;
    long parameters;

    @Column(name = "context_length")
    @Nullable
    Integer contextLength;

    String licence;
    String source;

    /** JSON array of {@link io.inhouse.registry.client.ModelFile}. */
    String files;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "registered_by")
    String registeredBy;

    @Column(name = "registered_by_name")
    String registeredByName;
}
