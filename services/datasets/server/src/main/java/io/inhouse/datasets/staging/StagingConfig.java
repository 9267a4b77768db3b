package io.inhouse.datasets.staging;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of files that arrive in pieces. */
@ConfigMapping(prefix = "inhouse.datasets.staging")
public interface StagingConfig {
    /** Longest piece; it is held in memory while it is encrypted. */
    @WithDefault("8M")
    MemorySize maxPiece();

    /** Longest file. */
    @WithDefault("4G")
    MemorySize maxFile();

    /** Longest document; documents are held in memory while their text is taken out. */
    @WithDefault("64M")
    MemorySize maxDocument();

    /** A file that nobody touched for so long is discarded. */
    @WithDefault("P1D")
    Duration keep();

    /** How many rows a check looks at. */
    @WithDefault("2000")
    int checkRows();

    /** Longest row of raw text that is made of a document, in characters. */
    @WithDefault("4000")
    int textRow();
}
