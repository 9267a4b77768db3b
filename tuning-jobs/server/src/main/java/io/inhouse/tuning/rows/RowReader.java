package io.inhouse.tuning.rows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.egress.EgressGuard;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.tuning.jobs.TuningConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets a trainer process look at rows: the code that shows them is the code that trains on them. */
@ApplicationScoped
public class RowReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TuningConfig tuning;
    private final RowsConfig config;
    private final Semaphore turn = new Semaphore(1, true);

    RowReader(TuningConfig tuning, RowsConfig config) {
        this.tuning = tuning;
        this.config = config;
    }

    /** What the trainer shall do with the rows, see {@link io.inhouse.tuning.client.rows}. */
    enum As {
        VIEW,
        FIGURES;

        String code() {
            return this == VIEW ? "view" : "figures";
        }
    }

    /**
     * @param rows newline-delimited JSON
     * @throws PlatformException {@code TOO_MANY_REQUESTS} if others look at rows, {@code UPSTREAM_UNAVAILABLE} if this server
     *     starts no trainers or the trainer does not answer
     */
    <T> T ask(String modelDirectory, As as, InputStream rows, Class<T> answer) {
        ProcessBuilder builder = new ProcessBuilder(tuning.trainerCommand()
                .orElseThrow(
                        () -> unavailable("This server starts no trainers (inhouse.tuning.trainer-command).", null)));
        builder.environment().keySet().removeIf(RowReader::isSecret);
        String allowed = System.getenv(EgressGuard.VARIABLE);
        if (allowed != null) {
            builder.environment().put(EgressGuard.VARIABLE, allowed);
        }
        builder.environment()
                .putAll(Map.of("INHOUSE_TRAINER_ROWS", modelDirectory, "INHOUSE_TRAINER_ROWS_AS", as.code()));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            if (!turn.tryAcquire(config.queue().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PlatformException(
                        Failure.TOO_MANY_REQUESTS, "Others are looking at rows right now. Try again in a minute.");
            }
            try {
                return run(builder, rows, answer);
            } finally {
                turn.release();
            }
        } catch (IOException e) {
            throw unavailable("The trainer that was to look at the rows could not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Looking at the rows was interrupted.", e);
        }
    }

    private <T> T run(ProcessBuilder builder, InputStream rows, Class<T> answer)
            throws IOException, InterruptedException {
        Process trainer = builder.start();
        // Also ends a trainer that neither reads nor answers, and with it the reading and writing below.
        Thread watch = Thread.ofVirtual().name("ends a silent trainer").start(() -> endWhenLate(trainer));
        try {
            try (OutputStream toTrainer = trainer.getOutputStream()) {
                rows.transferTo(toTrainer);
            }
            byte[] value = trainer.getInputStream().readAllBytes();
            int code = trainer.waitFor();
            if (code != 0) {
                throw unavailable(
                        "The trainer that was to look at the rows ended with code " + code
                                + ", or took longer than inhouse.tuning.rows.timeout.",
                        null);
            }
            return JSON.readValue(value, answer);
        } finally {
            trainer.destroyForcibly();
            watch.interrupt();
        }
    }

    private void endWhenLate(Process trainer) {
        try {
            if (!trainer.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                trainer.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server's own secrets stay with the server. */
    private static boolean isSecret(String variable) {
        return variable.startsWith("QUARKUS_") || variable.startsWith("INHOUSE_") || variable.startsWith("KAFKA_");
    }

    private static PlatformException unavailable(String why, @Nullable Exception cause) {
        String detail = why + " Rows cannot be shown as a trainer sees them.";
        return cause == null
                ? new PlatformException(Failure.UPSTREAM_UNAVAILABLE, detail)
                : new PlatformException(Failure.UPSTREAM_UNAVAILABLE, detail, Map.of(), cause);
    }
}
