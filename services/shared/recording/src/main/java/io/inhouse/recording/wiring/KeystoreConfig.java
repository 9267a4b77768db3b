package io.inhouse.recording.wiring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The master keys: one PKCS#12 file that all services of a platform share. */
@ConfigMapping(prefix = "inhouse.keystore")
public interface KeystoreConfig {
    /** Path of the file; it is made if it is not there. */
    Path path();

    /** Its password. */
    String password();
}
