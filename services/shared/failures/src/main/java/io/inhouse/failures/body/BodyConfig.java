package io.inhouse.failures.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long bodies may be. */
@ConfigMapping(prefix = "inhouse.body")
public interface BodyConfig {
    /** The longest body that is read into memory as a whole. What is uploaded as a stream has limits of its own. */
    @WithDefault("1M")
    MemorySize maxSize();
}
