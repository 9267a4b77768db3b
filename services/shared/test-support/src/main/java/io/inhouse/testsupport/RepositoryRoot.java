package io.inhouse.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is: told by the build, else found from the working directory (in an editor). */
final class RepositoryRoot {
    private RepositoryRoot() {}

    static Path resolve(String relative) {
        String told = System.getProperty("repository.root");
        if (told != null) {
            return Path.of(told).resolve(relative);
        }
        for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve(".mvn"))) {
                return directory.resolve(relative);
            }
        }
        throw new IllegalStateException("run the tests inside the checkout, or set -Drepository.root=<checkout>");
    }
}
