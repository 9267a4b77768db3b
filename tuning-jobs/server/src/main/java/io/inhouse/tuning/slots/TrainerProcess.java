package io.inhouse.tuning.slots;

import io.inhouse.egress.EgressGuard;
import io.inhouse.tuning.jobs.TuningConfig;
import io.inhouse.tuning.queue.Leases.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts trainers as child processes, each in its job's directory, with its log there. */
@ApplicationScoped
public class TrainerProcess {
    private final TuningConfig config;
    private final SlotsConfig slots;

    TrainerProcess(TuningConfig config, SlotsConfig slots) {
        this.config = config;
        this.slots = slots;
    }

    /** The token travels in the environment: arguments are visible to every user of the machine. */
    Process start(Lease lease) throws IOException {
        List<String> command = config.trainerCommand()
                .orElseThrow(() -> new IllegalStateException("inhouse.tuning.trainer-command is not set"));
        Path directory = lease.workDirectory();
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("trainer.log").toFile()));
        // The server's own secrets stay with the server.
        builder.environment().keySet().removeIf(TrainerProcess::isSecret);
        String allowed = System.getenv(EgressGuard.VARIABLE);
        if (allowed != null) {
            builder.environment().put(EgressGuard.VARIABLE, allowed);
        }
        builder.environment().put("INHOUSE_LEASE_TOKEN", lease.token());
        builder.environment().put("INHOUSE_LEASE_SERVER", slots.serverUrl());
        builder.environment()
                .put("OMP_NUM_THREADS", Integer.toString(lease.job().recipe().threads()));
        return builder.start();
    }

    static boolean isSecret(String variable) {
        return variable.startsWith("QUARKUS_") || variable.startsWith("INHOUSE_") || variable.startsWith("KAFKA_");
    }
}
