package io.inhouse.recording.wiring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The encrypted store of large objects, which all services of a platform share. */
@ConfigMapping(prefix = "inhouse.artefacts")
public interface ArtefactsConfig {
    /** Its directory; it is made if it is not there. */
    Path directory();
}
