package io.inhouse.training.worker;

import io.inhouse.egress.EgressGuard;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Main class of the trainer. Takes no arguments; {@code INHOUSE_LEASE_SERVER} and {@code INHOUSE_LEASE_TOKEN} in the
 * environment say where the job is and prove that it is this process's. With {@code INHOUSE_TRAINER_ROWS} instead, it shows
 * rows as a job would see them, see {@link io.inhouse.tuning.client.rows}.
 *
 * <p>Exit codes: 0 the job is over (adapter registered, failure reported, or cancelled); 3 the lease was lost and nothing was
 * registered; 2 the environment is incomplete; 1 anything unexpected, after which the server may try again.
 */
public final class TrainerProcess {
    private TrainerProcess() {}

    public static void main(String[] arguments) {
        EgressGuard.install();
        // One line per message; set before the first logger of this process is used.
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$s %5$s%6$s%n");
        System.exit(run(System.getenv()));
    }

    static int run(Map<String, String> environment) {
        System.Logger log = System.getLogger(TrainerProcess.class.getName());
        String server = environment.get("INHOUSE_LEASE_SERVER");
        String token = environment.get("INHOUSE_LEASE_TOKEN");
        String rowsOf = environment.get("INHOUSE_TRAINER_ROWS");
        if (rowsOf != null) {
            return showRows(log, Path.of(rowsOf), environment.getOrDefault("INHOUSE_TRAINER_ROWS_AS", "view"));
        }
        if (server == null || token == null) {
            log.log(
                    System.Logger.Level.ERROR,
                    "a trainer is started by the tuning server: INHOUSE_LEASE_SERVER and INHOUSE_LEASE_TOKEN are not set");
            return 2;
        }
        try {
            JobRun.End end = new JobRun(new LeaseClient(server, token)).run();
            log.log(System.Logger.Level.INFO, "done end={0}", end);
            return end == JobRun.End.LEASE_LOST ? 3 : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            log.log(System.Logger.Level.ERROR, "the job could not be finished", e);
            return 1;
        }
    }

    private static int showRows(System.Logger log, Path base, String as) {
        try {
            RowsAsSeen.answer(base, as, System.in, new FileOutputStream(FileDescriptor.out));
            return 0;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            log.log(System.Logger.Level.ERROR, "rows could not be shown", e);
            return 1;
        }
    }
}
