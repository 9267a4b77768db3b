package io.inhouse.registry.basemodels;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.modelformat.MalformedModelException;
import io.inhouse.modelformat.llama.GgufImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A model that comes as one GGUF file instead of a Hugging Face directory. */
final class GgufSource {
    private GgufSource() {}

    static boolean isOne(Path path) {
        return Files.isRegularFile(path)
                && path.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    /** The file itself, or the only one in a directory that has no config.json of its own. */
    static Optional<Path> in(Path source) throws IOException {
        if (isOne(source)) {
            return Optional.of(source);
        }
        if (Files.exists(source.resolve("config.json"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(source)) {
            List<Path> found = files.filter(GgufSource::isOne).toList();
            if (found.size() > 1) {
                throw new PlatformException(
                        Failure.UNPROCESSABLE,
                        "The directory holds " + found.size() + " GGUF files. Name the one that is meant.",
                        Map.of("param", "directory"));
            }
            return found.stream().findFirst();
        }
    }

    /** @throws PlatformException {@code UNPROCESSABLE} if the file is damaged or of a kind that is not read */
    static void convert(Path gguf, Path target) throws IOException {
        try {
            GgufImport.convert(gguf, target);
        } catch (MalformedModelException e) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The GGUF file is not a usable base model: " + e.getMessage() + ".",
                    Map.of(),
                    e);
        }
    }
}
