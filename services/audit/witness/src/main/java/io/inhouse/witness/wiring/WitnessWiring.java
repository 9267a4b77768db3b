package io.inhouse.witness.wiring;

import io.inhouse.identifiers.Identifiers;
import io.inhouse.witness.WitnessConfig;
import io.inhouse.witness.encryption.WitnessKeys;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import org.jboss.logging.Logger;

/** The one place that knows the real clock; reads the keys before anything is answered. */
@ApplicationScoped
class WitnessWiring {
    private static final Logger LOG = Logger.getLogger(WitnessWiring.class);

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @DefaultBean
    Identifiers identifiers(Clock clock) {
        return new Identifiers(clock, new SecureRandom());
    }

    @Produces
    @Singleton
    WitnessKeys keys(WitnessConfig config) {
        try {
            return WitnessKeys.load(
                    config.directory(), config.keystorePassword().toCharArray(), config.name());
        } catch (IOException e) {
            throw new UncheckedIOException("the witness's keys cannot be used", e);
        }
    }

    void start(@Observes StartupEvent event, WitnessKeys keys) {
        LOG.infof(
                "the witness signs with keys=%s",
                keys.verifiers().stream().map(key -> key.label()).toList());
    }
}
