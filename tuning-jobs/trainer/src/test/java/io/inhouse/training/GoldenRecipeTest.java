package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.LoraStep;
import io.inhouse.training.step.LoraStep.Gradients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    private static List<TokenRow> texts() {
        List<TrainingRow> texts = new ArrayList<>();
        golden.path("texts").forEach(text -> texts.add(new TrainingRow.Text(text.textValue())));
        return TrainingRows.tokens(model, texts);
    }

    @Test
    void every_token_of_a_text_is_learnt_also_beyond_the_context() throws IOException {
        List<TokenRow> rows = texts();

        assertThat(rows).hasSize(golden.path("windows").intValue());
        fourSteps("text", rows, 4096);
    }

    @Test
    void the_loss_of_a_text_is_the_same_without_a_backward_pass_and_in_parts() throws IOException {
        HeldOutLoss whole = HeldOutLoss.of(model, null, texts(), 4096);
        HeldOutLoss inParts = HeldOutLoss.of(model, null, texts(), 1);

        assertThat(whole.loss()).isCloseTo(golden.path("baseTextLoss").doubleValue(), within(TOLERANCE));
        assertThat(inParts.loss()).isCloseTo(whole.loss(), within(1e-6));
        assertThat(whole.tokens()).isEqualTo(inParts.tokens());
        assertThat(whole.perplexity()).isCloseTo(Math.exp(whole.loss()), within(1e-9));
    }

    private static void fourSteps(String name, List<TokenRow> batch, int microBatchTokens) throws IOException {
        Recipe recipe = TinyModel.recipe().withOptimiser(golden.path("lr").doubleValue(), 0, 0, 1);
        try (LoraStep step = new LoraStep(model.decoder(), 2, false, microBatchTokens);
                SafetensorsFile initial = SafetensorsFile.open(INITIAL);
                SafetensorsFile gradients = SafetensorsFile.open(RECIPES.resolve(name + "-gradients.safetensors"))) {
            AdapterState adapter = step.restoredState(
                    new TreeSet<>(Recipe.defaults().targetModules()),
                    golden.path("rank").intValue(),
                    0,
                    (parameter, r, c) -> initial.tensors().containsKey(parameter)
                            ? floats(initial, parameter)
                            : new float[Math.toIntExact(r * c)]);
            for (int i = 0; i < 4; i++) {
                try (TensorScope memory = new TensorScope()) {
                    Gradients found = step.gradients(memory, adapter, batch);
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
                            golden.path("decay").doubleValue());
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
