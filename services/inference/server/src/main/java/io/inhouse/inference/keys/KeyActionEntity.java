package io.inhouse.inference.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that is being done to a key. */
@Entity
@Table(name = "key_action")
@SuppressWarnings("NullAway.Init") // filled by Hibernate or by KeyActions
class KeyActionEntity {
    @Id
    String id;

    @Column(name = "key_id")
    String keyId;

    @Column(name = "project_id")
    String projectId;

    String type;
    String state;
    String actor;

    @Column(name = "actor_name")
    String actorName;

    @Column(name = "actor_kind")
    String actorKind;

    String receipt;

    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    @Nullable
    String fingerprint;

    @Column(name = "ordered_at")
    Instant orderedAt;
}
