package io.inhouse.tuning.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is left to a trainer, where nobody says how much it may use. */
class TrainerMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long MACHINE = 16_384 * MIB;

    private record Estimates() implements EstimateConfig {
        @Override
        public Optional<MemorySize> trainerMemory() {
            return Optional.empty();
        }

        @Override
        public MemorySize reserved() {
            return new MemorySize(BigInteger.valueOf(2_048 * MIB));
        }

        @Override
        public MemorySize own() {
            return new MemorySize(BigInteger.valueOf(640 * MIB));
        }

        @Override
        public double assumedFlopsPerThread() {
            return 1;
        }
    }

    private record Jobs(int slots, Optional<List<String>> trainerCommand) implements TuningConfig {
        @Override
        public Duration lease() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int maxAttempts() {
            return 1;
        }

        @Override
        public Path workDirectory() {
            return Path.of("work");
        }
    }

    private static TrainerMemory startingTrainers(int slots) {
        return new TrainerMemory(new Estimates(), new Jobs(slots, Optional.of(List.of("java"))));
    }

    @Test
    void of_a_machine_some_is_left_to_everything_else() {
        assertThat(startingTrainers(1).share(MACHINE, OptionalLong.empty())).isEqualTo(14_336 * MIB);
    }

    @Test
    void of_a_container_only_this_server_takes_some() {
        assertThat(startingTrainers(1).share(MACHINE, OptionalLong.of(4_736 * MIB)))
                .isEqualTo(4_096 * MIB);
    }

    @Test
    void a_container_as_large_as_the_machine_does_not_get_all_of_it() {
        assertThat(startingTrainers(1).share(MACHINE, OptionalLong.of(MACHINE))).isEqualTo(14_336 * MIB);
    }

    @Test
    void trainers_that_somebody_else_starts_are_not_in_this_servers_container() {
        TrainerMemory queueOnly = new TrainerMemory(new Estimates(), new Jobs(0, Optional.empty()));

        assertThat(queueOnly.share(MACHINE, OptionalLong.of(640 * MIB))).isEqualTo(14_336 * MIB);
    }

    @Test
    void slots_share() {
        assertThat(startingTrainers(2).share(MACHINE, OptionalLong.of(4_736 * MIB)))
                .isEqualTo(2_048 * MIB);
    }
}
