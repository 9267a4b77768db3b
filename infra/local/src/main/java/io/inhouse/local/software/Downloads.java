package io.inhouse.local.software;

import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Fetches software of others through Maven, so that a mirror configured there is used and a cache serves again. */
public final class Downloads {
    private static final long POLL_MILLIS = 300;

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
        AtomicBoolean done = new AtomicBoolean();
        Thread watcher = Thread.ofVirtual().start(() -> watch(repository, line, done));
        try {
            maven.run(
                    List.of(
                            "-N",
                            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                            "-Dartifact=" + coordinates,
                            "-DoutputDirectory=" + folder),
                    ignored -> {});
        } catch (IOException e) {
            throw new IOException(
                    coordinates + " could not be fetched; check the network or the mirror in ~/.m2/settings.xml. "
                            + e.getMessage(),
                    e);
        } finally {
            done.set(true);
            watcher.interrupt();
        }
        return folder.resolve(parts[1] + "-" + parts[2] + "." + parts[3]);
    }

    private static void watch(Path repository, Line line, AtomicBoolean done) {
        line.says("looking in Maven's cache");
        while (!done.get()) {
            if (Files.isDirectory(repository)) {
                try (Stream<Path> files = Files.list(repository)) {
                    long bytes = files.mapToLong(file -> file.toFile().length()).sum();
                    if (bytes > 1_000_000) {
                        line.says("downloaded " + bytes / 1_000_000 + " MB");
                    }
                } catch (IOException e) {
                    return;
                }
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
