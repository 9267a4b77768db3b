package io.inhouse.inference.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The last use of a key. */
@Entity
@Table(name = "key_use")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class KeyUseEntity {
    @Id
    @Column(name = "key_id")
    String keyId;

    @Column(name = "used_at")
    Instant usedAt;
}
