package io.inhouse.inference.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the registry is followed. */
@ConfigMapping(prefix = "inhouse.serving.models")
public interface ModelsConfig {
    /** How often the registry is asked; an alias that was moved takes effect within this time and one answer of the registry. */
    @WithDefault("PT2S")
    Duration pollInterval();

    /** How long the last answer is used when the registry does not answer. Afterwards requests are refused. */
    @WithDefault("PT1M")
    Duration staleAfter();

    /** A project that asked nothing for so long is no longer followed. */
    @WithDefault("PT15M")
    Duration forgetAfter();
}
