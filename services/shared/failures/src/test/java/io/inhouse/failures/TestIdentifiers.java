package io.inhouse.failures;

import io.inhouse.identifiers.Identifiers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** What the identity module produces in a server. */
class TestIdentifiers {
    @Produces
    @Singleton
    Identifiers identifiers() {
        return new Identifiers(Clock.systemUTC(), new SecureRandom());
    }
}
