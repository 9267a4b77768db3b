package io.inhouse.registry.basemodels;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where base models are kept. */
@ConfigMapping(prefix = "inhouse.models")
public interface ModelsConfig {
    /** Directory that registry, trainers and inference share; base models lie in it unencrypted and read-only. */
    Path directory();
}
