package io.inhouse.identifiers;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes identifiers of the form {@code <prefix>-<UUIDv7>} (RFC 9562, section 5.7). Safe for use by many threads. */
public final class Identifiers {
    private final Clock clock;
    private final RandomGenerator random;

    public Identifiers(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** @param prefix what the identifier names, for example {@code evt} or {@code ftjob} */
    public String next(String prefix) {
        return prefix + "-" + nextUuid();
    }

    /** 48 bits of Unix milliseconds, 4 bits of version, 12 random bits, 2 bits of variant, 62 random bits. */
    public UUID nextUuid() {
        long milliseconds = clock.millis();
        long high = (milliseconds << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
