package io.inhouse.local.commands;

import io.inhouse.local.parts.Part;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.RunningPart;
import io.inhouse.local.wiring.Clocks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./inhouse status}: exit status 0 if every part is healthy, 1 otherwise. */
@Command(name = "status", description = "Shows each part: its state, process, port, memory and since when it runs.")
public final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-12s %-11s %8s %6s %9s %9s";

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    public Integer call() throws IOException {
        if (!home.home().exists()) {
            throw new IOException("there is no platform in " + home.home().root());
        }
        Platform platform = home.platform(null);
        ProcessTable table = platform.lifecycle().table();
        boolean healthy = true;
        long total = 0;
        platform.terminal().println(String.format(ROW, "part", "state", "pid", "port", "memory", "uptime"));
        for (Part part : platform.parts()) {
            List<ProcessTable.Entry> processes = platform.lifecycle().find(part);
            Optional<RunningPart> recorded = RunningPart.read(platform.folders(), part.name());
            String port = Integer.toString(part.ports().getFirst());
            if (processes.isEmpty()) {
                platform.terminal()
                        .println(String.format(
                                ROW, part.name(), recorded.isPresent() ? "died" : "stopped", "", port, "", ""));
                healthy = false;
                continue;
            }
            boolean ready = part.isReady();
            healthy &= ready;
            // The trainers of the tuning server are its children; they have a line of their own.
            List<ProcessTable.Entry> trainers = platform.lifecycle().trainers();
            long memory = table.family(processes.getFirst()).stream()
                    .filter(member -> !trainers.contains(member))
                    .mapToLong(member -> table.proportionalBytes(member.pid()))
                    .sum();
            total += memory;
            platform.terminal()
                    .println(String.format(
                            ROW,
                            part.name(),
                            ready ? "healthy" : "not ready",
                            processes.getFirst().pid(),
                            port,
                            megabytes(memory),
                            recorded.map(r -> uptime(Duration.between(
                                            r.startedAt(),
                                            Clocks.ofThisMachine().instant())))
                                    .orElse("")));
        }
        for (ProcessTable.Entry trainer : platform.lifecycle().trainers()) {
            long memory = table.proportionalBytes(trainer.pid());
            total += memory;
            platform.terminal()
                    .println(String.format(ROW, "trainer", "running", trainer.pid(), "", megabytes(memory), ""));
        }
        platform.terminal().println(String.format(ROW, "total", "", "", "", megabytes(total), ""));
        platform.terminal().println(platform.origin() + "   " + platform.home());
        return healthy ? 0 : 1;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%d MB", Math.round(bytes / 1e6));
    }

    private static String uptime(Duration age) {
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " m"
                : age.toMinutes() + " m " + age.toSecondsPart() + " s";
    }
}
