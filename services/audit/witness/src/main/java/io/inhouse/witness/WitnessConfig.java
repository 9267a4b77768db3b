package io.inhouse.witness;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Who this witness is. */
@ConfigMapping(prefix = "inhouse.witness")
public interface WitnessConfig {
    /** Names the witness in every cosignature, like {@code witness.example.org/compliance}. Never changes. */
    String name();

    /** Where its keys are kept, readable by the owner only. Back it up: a new key is a new witness. */
    Path directory();

    /** Opens the keystore in that directory; made at the first start. */
    String keystorePassword();

    /** Lets its holder name the logs to be witnessed; 32 characters or more. */
    String adminToken();
}
