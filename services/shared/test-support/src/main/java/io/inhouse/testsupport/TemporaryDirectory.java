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
            Path directory = Files.createTempDirectory("inhouse-test-" + purpose + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(directory), "delete-" + purpose));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves behind what a process that is still ending writes at the same time: the system cleans its temporary files. */
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
