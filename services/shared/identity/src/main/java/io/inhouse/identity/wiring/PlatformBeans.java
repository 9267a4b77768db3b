package io.inhouse.identity.wiring;

import io.inhouse.identifiers.Identifiers;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** What every service needs and a test may replace. */
class PlatformBeans {
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
}
