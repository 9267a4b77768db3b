package io.inhouse.witness.checkpoints;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code witnessed_log}. */
@Entity
@Table(name = "witnessed_log")
public class WitnessedLogEntity {
    @Id
    @Column(name = "origin")
    String origin = "";

    /** One public key per line. */
    @Column(name = "keys")
    String keys = "";

    @Column(name = "size")
    long size;

    @Column(name = "root")
    @Nullable
    String root;

    /** The tree head with the log's and this witness's signatures. */
    @Column(name = "note")
    @Nullable
    String note;

    @Column(name = "cosigned_at")
    @Nullable
    Instant cosignedAt;
}
