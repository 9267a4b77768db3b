package io.inhouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.inhouse.training.TrainingRefusedException;
import io.inhouse.tuning.client.Recipe;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    private static final Path TINY = Path.of(
            System.getProperty("repository.root", Path.of("..", "..").toString()),
            "services",
            "shared",
            "language-model",
            "src",
            "test",
            "resources",
            "golden",
            "tiny-tied");

    @TempDir
    Path work;

    private int train(String rows, String... more) throws IOException {
        Path file = Files.writeString(work.resolve("rows.jsonl"), rows);
        String[] fixed = {
            "train",
            "--base",
            TINY.toString(),
            "--train",
            file.toString(),
            "--test",
            file.toString(),
            "--out",
            work.resolve("out").toString(),
            "--json",
            work.resolve("summary.json").toString(),
            "--batch",
            "2",
            "--threads",
            "1"
        };
        String[] all = Stream.of(fixed, more).flatMap(Arrays::stream).toArray(String[]::new);
        return BenchCommand.execute(all);
    }

    @Test
    void a_training_is_reported_in_the_named_units() throws IOException {
        int status = train("""
                {"prompt": "the card", "completion": " lost"}
                {"prompt": "money", "completion": " card"}
                """, "--steps", "4", "--rank", "2");

        JsonNode summary = JsonMapper.builder()
                .build()
                .readTree(work.resolve("summary.json").toFile());
        assertThat(status).isZero();
        assertThat(summary.path("steps").intValue()).isEqualTo(4);
        assertThat(summary.path("tokens_per_s").isIntegralNumber()).isTrue();
        assertThat(summary.path("peak_rss_mb").isIntegralNumber()).isTrue();
        assertThat(summary.path("exact_match").isNumber()).isTrue();
        assertThat(summary.path("train_s").isNumber()).isTrue();
        assertThat(work.resolve("out").resolve("adapter").resolve("adapter_model.safetensors"))
                .exists();
    }

    @Test
    void texts_are_measured_by_their_perplexity() throws IOException {
        int status = train("{\"text\": \"the card is lost\"}\n", "--steps", "4", "--rank", "2");

        JsonNode summary = JsonMapper.builder()
                .build()
                .readTree(work.resolve("summary.json").toFile());
        assertThat(status).isZero();
        assertThat(summary.path("perplexity").doubleValue())
                .isLessThan(summary.path("base_perplexity").doubleValue());
        assertThat(summary.has("exact_match")).isFalse();
    }

    @Test
    void a_recipe_is_one_file_and_nothing_beside_it() throws IOException {
        String rows = "{\"prompt\": \"x\", \"completion\": \"y\"}\n";
        Path recipe =
                Files.writeString(work.resolve("recipe.yaml"), "steps: 3\nrank: 2\nschedule: linear\npacking: true\n");
        String[] alone = {
            "train",
            "--base",
            TINY.toString(),
            "--train",
            Files.writeString(work.resolve("rows.jsonl"), rows).toString(),
            "--out",
            work.resolve("out").toString(),
            "--json",
            work.resolve("summary.json").toString(),
            "--recipe",
            recipe.toString()
        };

        assertThat(BenchCommand.execute(alone)).isZero();
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(work.resolve("summary.json").toFile())
                        .path("steps")
                        .intValue())
                .isEqualTo(3);
        assertThat(train(rows, "--recipe", recipe.toString()))
                .as("--batch beside it")
                .isEqualTo(2);
    }

    @Test
    void the_printed_recipe_has_every_member_with_its_default() throws IOException {
        JsonNode printed = new YAMLMapper().readTree(RecipeFile.defaults());

        assertThat(RecipeFile.parse("defaults", RecipeFile.defaults())).isEqualTo(Recipe.defaults());
        assertThat(printed.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Recipe.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(BenchCommand.execute("recipe")).isZero();
    }

    @Test
    void what_is_wrong_with_a_recipe_is_said_at_once() {
        assertThatThrownBy(() -> RecipeFile.parse("mine.yaml", "warmup: 0.1\nrank: 0\n"))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContainingAll(
                        "mine.yaml", "warmup is no part of a recipe; did you mean warmupFraction?", "rank must");
        assertThatThrownBy(() -> RecipeFile.parse("mine.yaml", "rank: many\n"))
                .hasMessageContaining("mine.yaml is no recipe");
        assertThatThrownBy(() -> RecipeFile.parse("mine.yaml", "rank: 8\n---\nrank: 16\n"))
                .hasMessageContaining("more than one document");
        assertThat(RecipeFile.parse("empty.yaml", "")).isEqualTo(Recipe.defaults());
        assertThat(RecipeFile.parse("empty.yaml", "# all defaults\n")).isEqualTo(Recipe.defaults());
    }

    @Test
    void what_cannot_be_trained_ends_with_status_1_and_wrong_usage_with_2() throws IOException {
        assertThat(train("{\"prompt\": \"x\", \"completion\": \"\"}\n", "--steps", "1"))
                .isEqualTo(1);
        assertThat(train("{\"prompt\": \"x\", \"completion\": \"y\"}\n", "--steps", "1", "--rank", "0"))
                .isEqualTo(1);
        assertThat(train("{\"prompt\": \"x\", \"completion\": \"y\"}\n", "--steps", "1", "--epochs", "2"))
                .isEqualTo(2);
    }
}
