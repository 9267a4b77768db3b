package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Real pretrained weights against llama2.c's own program; runs where {@code -Dreference.data=DIR} points to both. */
@EnabledIfSystemProperty(named = "reference.data", matches = ".+")
class ReferenceDataTest {
    @Test
    void greedy_stories_equal_those_of_the_reference_program() throws IOException {
        Path data = Path.of(System.getProperty("reference.data"));
        Matcher story = Pattern.compile("### stories15M prompt=\\[(.*)] -t 0 -n 128\n((?:(?!###).*\n?)*)")
                .matcher(Files.readString(data.resolve("golden-runc-greedy.txt")));
        int compared = 0;

        try (LanguageModel model = LanguageModel.open(data.resolve("stories15M"), ModelOptions.defaults())) {
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
}
