package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Real pretrained weights against what llama2.c's own program (run.c, {@code -t 0 -n 128}) tells with them. The weights are
 * too large to be kept here: the demonstration's are used, which it keeps once it has run, or {@code -Dreference.model=DIR}.
 */
class ReferenceDataTest {
    private static final Path STORIES = Path.of("src", "test", "resources", "golden", "stories15M-greedy.txt");

    @Test
    void greedy_stories_equal_those_of_the_reference_program() throws IOException {
        Path weights = model();
        assumeTrue(
                Files.isRegularFile(weights.resolve("model.safetensors")),
                () -> "no model in " + weights + "; ./inhouse demo puts it there");
        Matcher story = Pattern.compile("### stories15M prompt=\\[(.*)] -t 0 -n 128\n((?:(?!###).*\n?)*)")
                .matcher(Files.readString(STORIES));
        int compared = 0;

        try (LanguageModel model = LanguageModel.open(weights, ModelOptions.defaults())) {
            while (story.find()) {
                GenerationResult result = model.generate(
                        new GenerationRequest(
                                model.promptIds(story.group(1)), null, 128, SamplingParameters.greedy(), List.of()),
                        GenerationListener.SILENT);

                assertThat(story.group(1) + result.text())
                        .startsWith(story.group(2).strip());
                compared++;
            }
        }

        assertThat(compared).isEqualTo(3);
    }

    /** Where the demonstration keeps its model. */
    private static Path model() {
        String named = System.getProperty("reference.model");
        if (named != null) {
            return Path.of(named);
        }
        Path cache = Optional.ofNullable(System.getenv("INHOUSE_CACHE"))
                .filter(given -> !given.isEmpty())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "inhouse"));
        return cache.resolve("models").resolve("stories15m");
    }
}
