package io.inhouse.audit.head;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code tree_head}; written by {@link TreeHeads}. */
@Entity
@Immutable
@Table(name = "tree_head")
public class TreeHeadEntity {
    @Id
    @Column(name = "size")
    long size;

    @Column(name = "note")
    String note = "";

    @Column(name = "published_at")
    Instant publishedAt = Instant.EPOCH;
}
