package io.inhouse.tuning.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

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
        long machine = number(Path.of("/proc/meminfo"), "MemTotal:").orElse(Long.MAX_VALUE / KIB) * KIB;
        OptionalLong group = number(Path.of("/sys/fs/cgroup/memory.max"), "");
        return share(machine, group);
    }

    /**
     * Everything else on a machine needs some of the machine's memory, but nothing of a control group's: only this server and
     * its trainers are in that. Trainers that somebody else starts are not in it.
     *
     * @param machine bytes
     * @param group bytes that this server's control group may use, if it is limited
     */
    long share(long machine, OptionalLong group) {
        long all = machine - config.reserved().asLongValue();
        if (group.isPresent() && tuning.slots() > 0 && tuning.trainerCommand().isPresent()) {
            all = Math.min(all, group.getAsLong() - config.own().asLongValue());
        }
        return Math.max(0, all) / Math.max(1, tuning.slots());
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
