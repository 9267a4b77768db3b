package io.inhouse.tuning.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How jobs are run. */
@ConfigMapping(prefix = "inhouse.tuning")
public interface TuningConfig {
    /** A job whose trainer has not been heard of for this long goes back to the queue. */
    @WithDefault("60s")
    Duration lease();

    /** How often a trainer reports. */
    @WithDefault("1s")
    Duration heartbeat();

    /** Jobs that run at the same time on this machine. 0: this server only keeps the queue. */
    @WithDefault("1")
    int slots();

    /** After this many trainers have died over a job, it fails. */
    @WithDefault("3")
    int maxAttempts();

    /** How to start a trainer: the program and its arguments. Empty: this server starts none. */
    Optional<List<String>> trainerCommand();

    /** Where jobs keep training snapshots and logs, one directory each. */
    @WithDefault("${inhouse.work.directory:work/tuning-jobs}")
    Path workDirectory();
}
