package io.inhouse.tuning.queue;

import io.inhouse.tuning.jobs.TuningConfig;
import io.inhouse.tuning.jobs.TuningJobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What jobs leave on this machine's disk in the clear: weights in training snapshots and uploads. Once an adapter is in the
 * registry, where it is encrypted, none of it is needed; the trainer's log stays.
 */
@ApplicationScoped
public class WorkDirectories {
    private static final Logger LOG = Logger.getLogger(WorkDirectories.class);
    private static final String LOG_FILE = "trainer.log";

    private final TuningConfig config;
    private final TuningJobs jobs;

    WorkDirectories(TuningConfig config, TuningJobs jobs) {
        this.config = config;
        this.jobs = jobs;
    }

    /** Empties the directory of a job that has succeeded; what cannot be deleted now is deleted at the next start. */
    void tidy(String job) {
        Path directory = root().resolve(job);
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(directory) && !path.equals(directory.resolve(LOG_FILE))) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("a finished job's files could not be deleted jobId=%s reason=%s", job, e.getMessage());
        }
    }

    /** Does what a crash kept {@link #tidy} from doing. */
    @Transactional
    public void tidyAll() {
        List<String> names;
        try (Stream<Path> directories = Files.list(root())) {
            names = directories
                    .filter(WorkDirectories::holdsMoreThanItsLog)
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf("no work directories yet reason=%s", e.getMessage());
            return;
        }
        if (!names.isEmpty()) {
            jobs.succeeded(names).forEach(this::tidy);
        }
    }

    private static boolean holdsMoreThanItsLog(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> !file.endsWith(LOG_FILE));
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf("a work directory cannot be read reason=%s", e.getMessage());
            return false;
        }
    }

    private Path root() {
        return config.workDirectory().toAbsolutePath();
    }
}
