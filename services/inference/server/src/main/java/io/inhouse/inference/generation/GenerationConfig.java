package io.inhouse.inference.generation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** How answers are computed. */
@ConfigMapping(prefix = "inhouse.serving.generation")
public interface GenerationConfig {
    /** Answers computed at the same time. */
    @WithDefault("2")
    int workers();

    /** Requests that may wait; who comes after is answered 429 with Retry-After. */
    @WithDefault("256")
    int queue();

    /** Threads that one tensor operation may use; all processors if not set. */
    OptionalInt threads();
}
