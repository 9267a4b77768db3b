package io.inhouse.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the audit server keeps its log. */
@ConfigMapping(prefix = "inhouse.audit")
public interface AuditConfig {
    /** Names the log in every tree head, like {@code audit.example.org/inhouse}. Never changes. */
    String origin();

    /**
     * Where the latest tree head and the log's key are kept, outside PostgreSQL and outside PostgreSQL's backups: with both
     * restored together, lost entries would go unnoticed.
     */
    Path headDirectory();

    /** Address at which other services reach this one; not used here. */
    Optional<String> url();

    /**
     * File that names the witnesses, their addresses and how many have to agree (c2sp.org/tlog-policy); its {@code log} lines
     * do not matter. A tree head is published when they did. Without it the log has no witnesses.
     */
    Optional<Path> witnessPolicy();

    /** Messages taken from Kafka at once, and so entries in one batch, at most. */
    @WithDefault("1000")
    int batch();

    /** Pause after Kafka or PostgreSQL failed. */
    @WithDefault("PT1S")
    Duration retryAfter();

    /** How long the start waits for another audit server to let go of the log. */
    @WithDefault("PT30S")
    Duration takeover();

    /** How long an export waits until its own entry is in a published tree head. */
    @WithDefault("PT30S")
    Duration exportWait();

    /** Earlier tree heads that a bundle holds at most, evenly spread. */
    @WithDefault("1000")
    int bundleHeads();
}
