package io.inhouse.inference.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How API keys are administered. */
@ConfigMapping(prefix = "inhouse.api-keys")
public interface KeysConfig {
    /** Account at the identity provider that may manage clients there, and nothing else. */
    @WithDefault("svc-keys")
    String clientId();

    /** Its secret. Without one this server answers questions but makes and changes no keys. */
    Optional<String> clientSecret();

    /** How long an answer of the identity provider is waited for. */
    @WithDefault("PT10S")
    Duration timeout();

    /** An action whose end nobody recorded for so long has lost its process; what it left behind is removed. */
    @WithDefault("PT5M")
    Duration abandonedAfter();

    /** How often leftovers are looked for. */
    @WithDefault("PT30S")
    Duration leftoversEvery();

    /** How often it is written down when each key was last used. */
    @WithDefault("PT1M")
    Duration lastUseEvery();
}
