package io.inhouse.local.software;

import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Fetches software of others through Maven, so that a mirror configured there is used and a cache serves again. */
public final class Downloads {
    private static final long NEWS_MILLIS = 300;

    private final Maven maven;

    public Downloads(Maven maven) {
        this.maven = maven;
    }

    /**
     * Copies an artifact into {@code folder} and returns the copy.
     *
     * @param coordinates {@code group:artifact:version:type}
     */
    public Path fetch(String coordinates, Path folder, Line line) throws IOException {
        String[] parts = coordinates.split(":");
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository")
                .resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2]);
        FutureTask<Void> copying = new FutureTask<>(() -> {
            maven.run(
                    List.of(
                            "-N",
                            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                            "-Dartifact=" + coordinates,
                            "-DoutputDirectory=" + folder),
                    ignored -> {});
            return null;
        });
        Thread.ofVirtual().start(copying);
        line.says("looking in Maven's cache");
        try {
            while (!isDone(copying)) {
                tellSize(repository, line);
            }
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(
                    coordinates + " could not be fetched; check the network or the mirror in ~/.m2/settings.xml. "
                            + cause.getMessage(),
                    cause);
        } catch (InterruptedException e) {
            copying.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + coordinates + " was fetched", e);
        }
        return folder.resolve(parts[1] + "-" + parts[2] + "." + parts[3]);
    }

    /** Waits for the end, but not for longer than people wait for news. */
    private static boolean isDone(FutureTask<Void> task) throws InterruptedException, ExecutionException {
        try {
            task.get(NEWS_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void tellSize(Path repository, Line line) {
        if (!Files.isDirectory(repository)) {
            return;
        }
        try (Stream<Path> files = Files.list(repository)) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            if (bytes > 1_000_000) {
                line.says("downloaded " + bytes / 1_000_000 + " MB");
            }
        } catch (IOException | UncheckedIOException unreadable) {
            // Only news: whether it could be fetched is said at the end.
            return;
        }
    }
}
