package io.inhouse.recording.encryption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The key database: a database of its own, so that its backups can be short-lived. */
@ConfigMapping(prefix = "inhouse.keys")
public interface KeysConfig {
    /** JDBC URL of the key database. */
    String jdbcUrl();

    /** Its user. */
    String username();

    /** That user's password. */
    String password();

    /** Connections to the key database that this process holds at most. */
    @WithDefault("4")
    int connections();

    /** How long an unwrapped key stays in memory; so long may a key destroyed by another process still be used here. */
    @WithDefault("PT5M")
    Duration cacheFor();

    /** How many persons' keys stay in memory at most. */
    @WithDefault("20000")
    int cachedPersons();
}
