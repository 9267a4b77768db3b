package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.AdapterState.Parameter;
import io.inhouse.training.step.LoraStep;
import io.inhouse.training.step.LoraStep.Gradients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loss, gradients, clipping and AdamW equal PEFT's; grouped heads, all or some modules, with and without recomputation. */
class GoldenStepTest {
    @ParameterizedTest
    @CsvSource({"tiny-tied, false, 4096", "tiny-tied, true, 4096", "tiny-untied, false, 4096", "tiny-tied, false, 1"})
    void four_steps_equal_those_of_the_reference(String name, boolean recompute, int microBatchTokens)
            throws IOException {
        JsonNode golden = JsonMapper.builder()
                .build()
                .readTree(TinyModel.GOLDEN.resolve("golden.json").toFile());
        JsonNode expected = golden.path("models").path(name);
        Set<String> targets = new HashSet<>();
        expected.path("targets").forEach(t -> targets.add(t.textValue()));
        List<TrainingRow> rows = new ArrayList<>();
        golden.path("rows")
                .forEach(r -> rows.add(
                        new TrainingRow.Pair(r.get(0).textValue(), r.get(1).textValue())));
        Recipe recipe = TinyModel.recipe()
                .withOptimiser(
                        golden.path("lr").doubleValue(), 0, golden.path("decay").doubleValue(), 1);
        try (LanguageModel model = TinyModel.open(name);
                LoraStep step = new LoraStep(model.decoder(), 2, recompute, microBatchTokens);
                SafetensorsFile initial = file(name, "initial")) {
            List<TokenRow> batch = TrainingRows.tokens(model, rows);
            AdapterState adapter = step.restoredState(
                    TinyModel.ranks(targets, 4),
                    0,
                    (parameter, r, c) -> initial.tensors().containsKey(parameter)
                            ? floats(initial, parameter)
                            : new float[Math.toIntExact(r * c)]);

            for (int i = 0; i < 4; i++) {
                try (TensorScope memory = new TensorScope()) {
                    Gradients gradients = step.gradients(memory, adapter, batch);
                    assertThat(gradients.loss())
                            .isCloseTo(expected.path("losses").get(i).doubleValue(), within(1e-4));
                    if (i == 0) {
                        assertGradients(name, adapter, gradients);
                    }
                    double norm = step.clip(gradients, golden.path("clip").doubleValue());
                    assertThat(norm).isCloseTo(expected.path("norms").get(i).doubleValue(), within(1e-3));
                    step.apply(
                            adapter,
                            gradients,
                            recipe.learningRate(i, 4),
                            golden.path("decay").doubleValue());
                    if (i == 0) {
                        assertStepped(name, adapter);
                    }
                }
            }
        }
    }

    private static Offset<Double> within(double tolerance) {
        return Offset.offset(tolerance);
    }

    private static SafetensorsFile file(String model, String what) throws IOException {
        return SafetensorsFile.open(TinyModel.GOLDEN.resolve(model).resolve(what + ".safetensors"));
    }

    private static float[] floats(SafetensorsFile file, String name) {
        try {
            return file.floats(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertGradients(String model, AdapterState adapter, Gradients gradients) throws IOException {
        try (SafetensorsFile expected = file(model, "gradients")) {
            assertThat(adapter.parameters()).hasSameSizeAs(expected.tensors().keySet());
            for (int p = 0; p < adapter.parameters().size(); p++) {
                Parameter parameter = adapter.parameters().get(p);
                float[] found = gradients.gradients().get(p).toFloats();
                assertThat(relativeError(floats(expected, parameter.name()), found))
                        .as(parameter.name())
                        .isLessThan(1e-4);
            }
        }
    }

    private static void assertStepped(String model, AdapterState adapter) throws IOException {
        try (SafetensorsFile expected = file(model, "stepped")) {
            for (Parameter parameter : adapter.parameters()) {
                assertThat(relativeError(
                                floats(expected, parameter.name()),
                                parameter.value().toFloats()))
                        .as(parameter.name())
                        .isLessThan(1e-4);
            }
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
