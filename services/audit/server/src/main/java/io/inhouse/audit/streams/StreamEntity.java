package io.inhouse.audit.streams;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of {@code stream}; written by the sequencer. */
@Entity
@Immutable
@Table(name = "stream")
public class StreamEntity {
    @Id
    @Column(name = "stream")
    String stream = "";

    @Column(name = "service")
    String service = "";

    @Column(name = "next_seq")
    long nextSeq;

    @Column(name = "last_idx")
    long lastIndex;

    @Column(name = "closed")
    boolean closed;
}
