package io.inhouse.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files that make_golden.py wrote. */
public final class Golden {
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

    /** Largest difference of logits to the reference's at its positions, as a share of its largest logit. */
    public static double relativeError(JsonNode golden, float[] logits) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < golden.path("positions").size(); i++) {
            int position = golden.path("positions").get(i).intValue();
            JsonNode expected = golden.path("logits").get(i);
            for (int v = 0; v < expected.size(); v++) {
                largest = Math.max(largest, Math.abs(expected.get(v).doubleValue()));
                error = Math.max(
                        error,
                        Math.abs(logits[position * expected.size() + v]
                                - expected.get(v).doubleValue()));
            }
        }
        return error / largest;
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
