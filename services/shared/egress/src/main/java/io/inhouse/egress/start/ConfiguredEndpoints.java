package io.inhouse.egress.start;

import io.inhouse.egress.EgressGuard;
import io.inhouse.egress.EgressRefusedException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Checks every address that this server is configured with before anything of it starts: a server that could not do its
 * work, or would do it outside, does not come up.
 */
@ApplicationScoped
public class ConfiguredEndpoints {
    static final int FIRST = 1;

    private static final Pattern KEY =
            Pattern.compile("kafka\\.bootstrap\\.servers|(quarkus|inhouse)\\.(?!smallrye-openapi).*url");

    private final Config config;

    ConfiguredEndpoints(Config config) {
        this.config = config;
    }

    void check(@Observes @Priority(FIRST) StartupEvent event) {
        Map<String, String> endpoints = new TreeMap<>();
        for (String key : config.getPropertyNames()) {
            // A variable of the environment may appear under its own name.
            if (KEY.matcher(key.toLowerCase(Locale.ROOT).replace('_', '.')).matches()) {
                config.getOptionalValue(key, String.class).ifPresent(value -> endpoints.put(key, value));
            }
        }
        endpoints.forEach(ConfiguredEndpoints::check);
    }

    /** @throws IllegalStateException naming the key, if one of its hosts is outside */
    static void check(String key, String value) {
        for (String host : hosts(value)) {
            try {
                EgressGuard.ofThisProcess().check(host);
            } catch (EgressRefusedException e) {
                throw new IllegalStateException("The address in " + key + " is refused. " + e.getMessage(), e);
            }
        }
    }

    /** The hosts in an address, in a JDBC address with several, or in a list of {@code host:port}. */
    static List<String> hosts(String value) {
        if (value.startsWith("jdbc:") && !value.contains("//")) {
            return List.of();
        }
        List<String> hosts = new ArrayList<>();
        for (String part : value.replaceFirst("[?;#].*", "").split(",")) {
            String authority = part.strip()
                    .replaceFirst("^.*//", "")
                    .replaceFirst("/.*", "")
                    .replaceFirst("^.*@", "");
            String host = authority.startsWith("[")
                    ? authority.substring(0, authority.indexOf(']') + 1)
                    : authority.replaceFirst(":.*", "");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        return hosts;
    }
}
