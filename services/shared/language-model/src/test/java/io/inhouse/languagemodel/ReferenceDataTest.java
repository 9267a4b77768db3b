package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.languagemodel.llama2c.Llama2cImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pretrained weights against what llama2.c's own program (run.c, {@code -t 0 -n 128}) tells with them. */
class ReferenceDataTest {
    private static final Path STORIES = Path.of("src", "test", "resources", "golden", "stories15M-greedy.txt");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path model;

    @Test
    void greedy_stories_equal_those_of_the_reference_program() throws IOException {
        Llama2cImport.convert(ReferenceStories.weights(), model);
        Matcher story = Pattern.compile("### stories15M prompt=\\[(.*)] -t 0 -n 128\n((?:(?!###).*\n?)*)")
                .matcher(Files.readString(STORIES));
        int compared = 0;

        try (LanguageModel stories = LanguageModel.open(model, ModelOptions.defaults())) {
            while (story.find()) {
                GenerationResult result = stories.generate(
                        new GenerationRequest(
                                stories.promptIds(story.group(1)), null, 128, SamplingParameters.greedy(), List.of()),
                        GenerationListener.SILENT);

                assertThat(story.group(1) + result.text())
                        .startsWith(story.group(2).strip());
                compared++;
            }
        }

        assertThat(compared).isEqualTo(3);
    }
}
