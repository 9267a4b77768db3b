package io.inhouse.datasets.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of uploads. */
@ConfigMapping(prefix = "inhouse.datasets.upload")
public interface UploadConfig {
    /** Longest row; longer ones are set aside without being held in memory. */
    @WithDefault("1M")
    MemorySize maxRow();

    /** Most content of one upload, after decompression. */
    @WithDefault("16G")
    MemorySize maxSize();

    /** Rows that are written in one transaction. */
    @WithDefault("500")
    int batchRows();

    /** Content that is written in one transaction, whatever the number of rows. */
    @WithDefault("4M")
    MemorySize batchSize();

    /** An upload whose process did not say for so long that it is at work is dead: whoever repeats it need not wait longer. */
    @WithDefault("PT15S")
    Duration lease();

    /** How often a process says so of its uploads. */
    @WithDefault("3s")
    Duration heartbeat();

    /** How often leftovers of dead uploads are collected; the first time right after the start. */
    @WithDefault("10s")
    Duration collectEvery();
}
