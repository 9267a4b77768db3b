package io.inhouse.registry.adapters;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code model_alias}. */
@Entity
@Table(name = "model_alias")
@IdClass(AliasKey.class)
@NullUnmarked
class AliasEntity {
    @Id
    @Column(name = "project_id")
    String project;

    @Id
    String name;

    @Column(name = "adapter_id")
    String adapter;

    Instant since;
}
