package io.inhouse.tuning.jobs;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What estimates of jobs rest on. */
@ConfigMapping(prefix = "inhouse.tuning.estimate")
public interface EstimateConfig {
    /**
     * Memory one trainer may use. Default: this machine's less {@link #reserved}, or this server's control group's less {@link
     * #own} if that is less, by the number of slots.
     */
    Optional<MemorySize> trainerMemory();

    /** Memory left to everything else on this machine. */
    @WithDefault("2G")
    MemorySize reserved();

    /** Memory this server itself needs of what its control group may use together with the trainers that it starts. */
    @WithDefault("640M")
    MemorySize own();

    /** Floating-point operations per second and thread, until a first job has measured them. */
    @WithDefault("20000000000")
    double assumedFlopsPerThread();
}
