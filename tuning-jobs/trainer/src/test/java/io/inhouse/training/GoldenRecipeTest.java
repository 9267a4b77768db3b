package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.LoraStep;
import io.inhouse.training.step.LoraStep.Gradients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of one step and losses of four equal those that transformers and PEFT compute by the same recipe. */
class GoldenRecipeTest {
    private static final Path RECIPES = TinyModel.GOLDEN.resolve("recipes");
    private static final Path INITIAL = TinyModel.GOLDEN.resolve("tiny-tied").resolve("initial.safetensors");
    private static final double TOLERANCE = 1e-4;

    private static LanguageModel model;
    private static JsonNode golden;

    @BeforeAll
    static void open() throws IOException {
        model = TinyModel.open("tiny-tied");
        golden = JsonMapper.builder()
                .build()
                .readTree(RECIPES.resolve("recipes.json").toFile());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<TokenRow> pairs() {
        List<TrainingRow> pairs = new ArrayList<>();
        golden.path("rows")
                .forEach(row -> pairs.add(
                        new TrainingRow.Pair(row.get(0).textValue(), row.get(1).textValue())));
        return TrainingRows.tokens(model, pairs);
    }

    private static LoraStep step(boolean packing) {
        return new LoraStep(model.decoder(), 2, false, 4096, packing);
    }

    private static AdapterState initial(LoraStep step, String name) throws IOException {
        Path own = RECIPES.resolve(name + "-initial.safetensors");
        Map<String, Integer> ranks =
                TinyModel.ranks(LinearLayer.USUAL, golden.path("rank").intValue());
        if (Files.exists(own)) {
            golden.path("ranks")
                    .properties()
                    .forEach(rank -> ranks.put(rank.getKey(), rank.getValue().intValue()));
        }
        try (SafetensorsFile file = SafetensorsFile.open(Files.exists(own) ? own : INITIAL)) {
            return step.restoredState(
                    ranks,
                    0,
                    (parameter, r, c) -> file.tensors().containsKey(parameter)
                            ? floats(file, parameter)
                            : new float[Math.toIntExact(r * c)]);
        }
    }

    private static List<TokenRow> texts() {
        List<TrainingRow> texts = new ArrayList<>();
        golden.path("texts").forEach(text -> texts.add(new TrainingRow.Text(text.textValue())));
        return TrainingRows.tokens(model, texts);
    }

    @Test
    void every_token_of_a_text_is_learnt_also_beyond_the_context() throws IOException {
        List<TokenRow> rows = texts();

        assertThat(rows).hasSize(golden.path("windows").intValue());
        fourSteps("text", rows, rows.size(), step(false));
    }

    /** Three rows of one token batch each, the longest alone, two sharing a place; all equal PEFT's padded batch. */
    @ParameterizedTest
    @CsvSource({"3, false", "1, false", "2, false", "3, true", "2, true"})
    void accumulated_and_packed_batches_equal_the_big_one(int rowsAtOnce, boolean packing) throws IOException {
        fourSteps("pairs", pairs(), rowsAtOnce, step(packing));
    }

    @Test
    void lora_plus_moves_b_faster_than_a() throws IOException {
        fourSteps("loraplus", pairs(), 3, step(false));
    }

    @Test
    void modules_may_have_ranks_of_their_own() throws IOException {
        fourSteps("ranks", pairs(), 3, step(false));
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void schedules_equal_those_of_transformers(Schedule schedule) {
        int steps = golden.path("steps").intValue();
        Recipe recipe = TinyModel.recipe()
                .withOptimiser(new Recipe.Optimiser(1, golden.path("warm").doubleValue() / steps, 0, 1, schedule, 1));

        for (int step = 0; step < steps; step++) {
            assertThat(recipe.learningRate(step, steps))
                    .as("step " + step)
                    .isCloseTo(
                            golden.path("schedules")
                                    .path(schedule.name())
                                    .get(step)
                                    .doubleValue(),
                            within(1e-12));
        }
    }

    @Test
    void the_adapter_with_the_lowest_held_out_loss_is_kept_and_waiting_ends() throws IOException {
        JsonNode expected = golden.path("chosen");
        List<TokenRow> train = pairs().subList(0, 2);
        List<TokenRow> heldOut = pairs().subList(2, 3);
        HeldOutWatch watch = new HeldOutWatch(expected.path("patience").intValue());
        try (LoraStep step = step(false)) {
            AdapterState adapter = initial(step, "pairs");
            List<float[]> best = List.of();
            long done = 0;
            for (int evaluation = 0; !watch.isOver(); evaluation++) {
                for (int i = 0; i < expected.path("every").intValue(); i++, done++) {
                    try (TensorScope memory = new TensorScope()) {
                        Gradients found = step.gradients(memory, adapter, train);
                        step.clip(found, 1);
                        step.apply(adapter, found, expected.path("rate").doubleValue(), 0);
                    }
                }
                HeldOutLoss loss = HeldOutLoss.of(step, adapter, heldOut, TrainingListener.SILENT);
                // Forty times the tolerance of a step: errors grow while an adapter overshoots.
                assertThat(loss.loss())
                        .isCloseTo(expected.path("losses").get(evaluation).doubleValue(), within(40 * TOLERANCE));
                if (watch.accept(done, loss.loss())) {
                    adapter.keep();
                    best = adapter.parameters().stream()
                            .map(p -> p.value().toFloats())
                            .toList();
                }
            }

            assertThat(done).isEqualTo(expected.path("stopped").longValue());
            assertThat(watch.step()).isEqualTo(expected.path("step").longValue());
            assertThat(adapter.kept()).hasSameSizeAs(best);
            for (int p = 0; p < best.size(); p++) {
                assertThat(adapter.kept().get(p).toFloats()).isEqualTo(best.get(p));
                assertThat(adapter.parameters().get(p).value().toFloats()).isNotEqualTo(best.get(p));
            }
        }
    }

    @Test
    void the_loss_of_a_text_is_the_same_without_a_backward_pass_and_in_parts() throws IOException {
        HeldOutLoss whole = HeldOutLoss.of(model, null, texts(), 4096, TrainingListener.SILENT);
        HeldOutLoss inParts = HeldOutLoss.of(model, null, texts(), 1, TrainingListener.SILENT);

        assertThat(whole.loss()).isCloseTo(golden.path("baseTextLoss").doubleValue(), within(TOLERANCE));
        assertThat(inParts.loss()).isCloseTo(whole.loss(), within(1e-6));
        assertThat(whole.tokens()).isEqualTo(inParts.tokens());
        assertThat(whole.perplexity()).isCloseTo(Math.exp(whole.loss()), within(1e-9));
    }

    private static void fourSteps(String name, List<TokenRow> batch, int rowsAtOnce, LoraStep open) throws IOException {
        Recipe recipe = TinyModel.recipe().withOptimiser(golden.path("lr").doubleValue(), 0, 0, 1);
        double ratio = name.equals("loraplus") ? golden.path("loraPlusRatio").doubleValue() : 1;
        try (LoraStep step = open;
                SafetensorsFile gradients = SafetensorsFile.open(RECIPES.resolve(name + "-gradients.safetensors"))) {
            AdapterState adapter = initial(step, name);
            for (int i = 0; i < 4; i++) {
                try (TensorScope memory = new TensorScope()) {
                    Gradients found = step.gradients(memory, adapter, batch, rowsAtOnce);
                    assertThat(found.loss())
                            .as("loss of step " + (i + 1))
                            .isCloseTo(
                                    golden.path("recipes")
                                            .path(name)
                                            .path("losses")
                                            .get(i)
                                            .doubleValue(),
                                    within(TOLERANCE));
                    if (i == 0) {
                        assertEqual(gradients, adapter, found);
                    }
                    step.clip(found, golden.path("clip").doubleValue());
                    step.apply(
                            adapter,
                            found,
                            recipe.learningRate(i, 4),
                            golden.path("decay").doubleValue(),
                            ratio);
                }
            }
        }
    }

    private static void assertEqual(SafetensorsFile expected, AdapterState adapter, Gradients found) {
        assertThat(adapter.parameters()).hasSameSizeAs(expected.tensors().keySet());
        for (int p = 0; p < adapter.parameters().size(); p++) {
            String name = adapter.parameters().get(p).name();
            assertThat(relativeError(
                            floats(expected, name), found.gradients().get(p).toFloats()))
                    .as(name)
                    .isLessThan(TOLERANCE);
        }
    }

    private static float[] floats(SafetensorsFile file, String name) {
        try {
            return file.floats(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double relativeError(float[] expected, float[] found) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(expected[i] - found[i]));
        }
        return error / largest;
    }
}
