package io.inhouse.datasets.documents;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the process that reads a document. */
@ConfigMapping(prefix = "inhouse.datasets.documents")
public interface DocumentsConfig {
    /** A document that is not read by then is refused. */
    @WithDefault("PT1M")
    Duration timeout();

    /** How many documents are read at once; each needs a process with {@link #memory}. Others wait for {@link #timeout}. */
    @WithDefault("1")
    int readers();

    /** Memory of the reading process. */
    @WithDefault("512M")
    MemorySize memory();

    /** Most text of one document. */
    @WithDefault("32M")
    MemorySize maxText();
}
