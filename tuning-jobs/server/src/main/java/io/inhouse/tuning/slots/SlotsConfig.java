package io.inhouse.tuning.slots;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Where trainers of this machine find this server. */
@ConfigMapping(prefix = "inhouse.tuning.slots")
public interface SlotsConfig {
    /** Base address of this server as a trainer on this machine reaches it. */
    @WithName("server-url")
    @WithDefault("http://127.0.0.1:${quarkus.http.port}")
    String serverUrl();
}
