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

    /** Memory of the reading process. */
    @WithDefault("512M")
    MemorySize memory();

    /** Most text of one document. */
    @WithDefault("32M")
    MemorySize maxText();
}
