package io.inhouse.modelformat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** The files that make_gguf_golden.py wrote. */
public final class Golden {
    public static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    public static JsonNode of(String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(DIRECTORY.resolve("golden.json").toFile())
                .path(name);
    }
}
