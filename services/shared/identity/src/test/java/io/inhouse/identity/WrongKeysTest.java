package io.inhouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrongKeysTest {
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Hands clock = new Hands();
    private final WrongKeys wrongKeys = new WrongKeys(
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .addDefaultInterceptors()
                    .withMapping(IdentityConfig.class)
                    .withDefaultValues(Map.of(
                            "inhouse.identity.wrong-keys-per-client", "3",
                            "inhouse.identity.wrong-keys-per-address", "5",
                            "inhouse.identity.wrong-keys-counted", "4"))
                    .build()
                    .getConfigMapping(IdentityConfig.class),
            clock);

    private void attempts(int count, String client, String address) {
        for (int i = 0; i < count; i++) {
            wrongKeys.begin(client, address);
        }
    }

    private void refused(String client, String address, String why, long seconds) {
        PlatformException refusal =
                catchThrowableOfType(PlatformException.class, () -> wrongKeys.begin(client, address));
        assertThat(refusal).hasMessageContaining(why);
        assertThat(refusal.failure()).isEqualTo(Failure.TOO_MANY_ATTEMPTS);
        assertThat(refusal.facts()).containsEntry("retryAfterSeconds", seconds);
    }

    @Test
    void oneClientIdIsTriedSoOftenAndThenNotForAMinute() {
        attempts(3, "shop", "10.0.0.1");
        clock.now = clock.now.plusSeconds(20);

        refused("shop", "10.0.0.2", "client id", 40);

        clock.now = clock.now.plusSeconds(40);
        assertThatCode(() -> attempts(3, "shop", "10.0.0.2")).doesNotThrowAnyException();
    }

    @Test
    void oneAddressTriesSoOftenWhateverClientIdsItNames() {
        attempts(2, "a", "10.0.0.1");
        attempts(3, "b", "10.0.0.1");

        refused("c", "10.0.0.1", "address", 60);

        assertThatCode(() -> attempts(1, "c", "10.0.0.2")).doesNotThrowAnyException();
    }

    @Test
    void aRightKeyIsNoAttempt() {
        for (int i = 0; i < 20; i++) {
            wrongKeys.begin("shop", "10.0.0.1");
            wrongKeys.giveBack("shop", "10.0.0.1");
        }

        assertThatCode(() -> attempts(3, "shop", "10.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void memoryIsBoundedAndWhatWasLongestUnseenIsForgotten() {
        attempts(3, "shop", "10.0.0.1");
        attempts(1, "a", "10.0.0.2");
        attempts(1, "b", "10.0.0.2");

        assertThatCode(() -> attempts(3, "shop", "10.0.0.2")).doesNotThrowAnyException();
        refused("shop", "10.0.0.3", "client id", Duration.ofMinutes(1).toSeconds());
    }
}
