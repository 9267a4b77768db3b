package io.inhouse.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Directories that disappear with the JVM. */
final class TemporaryDirectory {
    private TemporaryDirectory() {}

    static Path create(String purpose) {
        try {
            Path directory = createToStay(purpose);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(directory), "delete-" + purpose));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For whom deletes it himself, or leaves it to the next clean build. */
    static Path createToStay(String purpose) throws IOException {
        return Files.createTempDirectory(parent(), "inhouse-test-" + purpose + "-");
    }

    /** The module's build folder, so that what a killed JVM leaves goes with it; elsewhere the system's. */
    private static Path parent() {
        Path build = Path.of("target").toAbsolutePath();
        return Files.isDirectory(build) ? build : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Leaves behind what a process that is still ending writes at the same time: it goes with the build folder. */
    static void deleteQuietly(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes)
                        throws IOException {
                    // The model store makes its directories read-only.
                    Files.setPosixFilePermissions(entered, PosixFilePermissions.fromString("rwx------"));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) {
                    left.toFile().delete();
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(TemporaryDirectory.class.getName())
                    .log(System.Logger.Level.DEBUG, "temporary files remain in " + directory, e);
        }
    }
}
