package io.inhouse.tuning.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** How much memory a trainer may use on this platform. */
@ApplicationScoped
class TrainerMemory {
    private static final int KIB = 1024;

    private final EstimateConfig config;
    private final TuningConfig tuning;

    TrainerMemory(EstimateConfig config, TuningConfig tuning) {
        this.config = config;
        this.tuning = tuning;
    }

    /** 10^6 bytes. */
    double availableMegabytes() {
        return config.trainerMemory().map(size -> size.asLongValue()).orElseGet(this::shareOfMachine) / 1e6;
    }

    private long shareOfMachine() {
        long all = LongStream.concat(
                        number(Path.of("/proc/meminfo"), "MemTotal:").stream().map(kilobytes -> kilobytes * KIB),
                        number(Path.of("/sys/fs/cgroup/memory.max"), "").stream())
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.max(0, all - config.reserved().asLongValue()) / Math.max(1, tuning.slots());
    }

    /** The number on the first line that begins so; empty if there is none (memory.max says {@code max} for no limit). */
    private static OptionalLong number(Path file, String start) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.replaceAll("\\D", ""))
                    .filter(digits -> !digits.isEmpty())
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
