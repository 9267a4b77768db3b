package io.inhouse.datasets.names;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What is looked for in uploads. */
@ConfigMapping(prefix = "inhouse.datasets.personal-data")
public interface PersonalDataConfig {
    /** Countries (ISO 3166) whose national telephone numbers are recognised; numbers with a country code always are. */
    @WithDefault("DE,FR,GB,IN")
    List<String> phoneRegions();
}
