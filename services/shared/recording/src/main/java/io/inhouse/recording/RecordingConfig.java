package io.inhouse.recording;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process records. */
@ConfigMapping(prefix = "inhouse.recording")
public interface RecordingConfig {
    /** Name of the service, the first part of its streams' names: {@code datasets}, {@code tuning}, … */
    String service();

    /** Version of the service, as it stands in the entry that opens a stream. */
    @WithDefault("0.1.0")
    String version();

    /** When the oldest entry that is not yet logged is older, nothing more may happen. */
    @WithDefault("PT15M")
    Duration maxLag();

    /** When so many entries are not yet logged, nothing more may happen. */
    @WithDefault("200000")
    long maxBacklog();

    /** Callers that may wait for a commit at once; who comes after is refused. */
    @WithDefault("4096")
    int queue();

    /** Entries that share one commit at most. */
    @WithDefault("256")
    int group();

    /** A caller who has waited so long for a commit is refused: durability is unknown. */
    @WithDefault("PT10S")
    Duration patience();

    /** How often backlog and lag are measured, and the outbox looked at when nobody calls. */
    @WithDefault("PT1S")
    Duration pollInterval();

    /** First pause after Kafka failed; doubled up to five times itself. */
    @WithDefault("PT1S")
    Duration retryAfter();

    /** Entries sent but not logged after this time are sent again; the ledger knows duplicates. */
    @WithDefault("PT5M")
    Duration resendAfter();

    /** Partitions of the topics, if this process is the one that makes them. */
    @WithDefault("4")
    int partitions();

    /** Objects in the artefact store that nothing refers to for so long after they were stored are nobody's, and deleted. */
    @WithDefault("PT10M")
    Duration leftoverAge();

    /** How often they are looked for. */
    @WithDefault("PT1M")
    Duration leftoverInterval();

    /** How long an orderly end waits for the last entries to be sent. What is left is sent by the next process. */
    @WithDefault("PT3S")
    Duration farewell();
}
