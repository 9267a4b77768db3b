package io.inhouse.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files that make_golden.py wrote. */
final class Golden {
    static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    static JsonNode of(String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(DIRECTORY.resolve("golden.json").toFile())
                .path(name);
    }

    static int[] ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /** A copy of a model that a test may damage. */
    static Path copy(String name, Path to) throws IOException {
        Path copy = Files.createDirectories(to.resolve(name));
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
