package io.inhouse.identity;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The real time, moved forward by tests that would otherwise have to wait. */
final class ShiftedClock extends Clock {
    private static volatile Duration shift = Duration.ZERO;

    static void forward(Duration by) {
        shift = shift.plus(by);
    }

    static void back() {
        shift = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    static class Beans {
        @Produces
        @Singleton
        Clock clock() {
            return new ShiftedClock();
        }
    }
}
