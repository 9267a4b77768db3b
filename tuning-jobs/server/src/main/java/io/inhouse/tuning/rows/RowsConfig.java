package io.inhouse.tuning.rows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Rows shown and measured as a trainer sees them. */
@ConfigMapping(prefix = "inhouse.tuning.rows")
public interface RowsConfig {
    /** Of larger versions, so many rows are measured, spread evenly. */
    @WithDefault("20000")
    int sample();

    /** A trainer that has not answered by then is ended. */
    @WithDefault("3m")
    Duration timeout();

    /** How long a request waits for the one before it: one trainer looks at rows at a time. */
    @WithDefault("45s")
    Duration queue();
}
