package io.inhouse.audit.entries;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code entry}; written by the sequencer. The leaf is the entry, the other columns are to search by. */
@Entity
@Immutable
@Table(name = "entry")
public class EntryEntity {
    @Id
    @Column(name = "idx")
    long index;

    @Column(name = "id")
    String eventId = "";

    @Column(name = "stream")
    String stream = "";

    @Column(name = "ts")
    Instant ts = Instant.EPOCH;

    @Column(name = "type")
    String type = "";

    @Column(name = "outcome")
    String outcome = "";

    @Column(name = "actor_p")
    String actorPseudonym = "";

    @Column(name = "subject_p")
    @Nullable
    String subjectPseudonym;

    @Column(name = "project")
    @Nullable
    String project;

    @Column(name = "purpose")
    @Nullable
    String purpose;

    @Column(name = "leaf")
    byte[] leaf = {};

    @ElementCollection
    @CollectionTable(name = "entry_object", joinColumns = @JoinColumn(name = "idx"))
    @OrderColumn(name = "nr")
    List<EntryObjectColumns> objects = new ArrayList<>();

    /** Columns of {@code entry_object} to search by. */
    @Embeddable
    public static class EntryObjectColumns {
        @Column(name = "kind")
        String kind = "";

        @Column(name = "id")
        String objectId = "";
    }
}
