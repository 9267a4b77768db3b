package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.SafetensorsFile;
import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.family.Families;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.AdapterState.Parameter;
import io.inhouse.training.step.LoraStep;
import io.inhouse.training.step.LoraStep.Gradients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss and gradients of LoRA on every linear layer of every family equal PEFT's, rows laid out together, each alone, or packed. */
class FamilyStepTest {
    static List<String> families() {
        return Families.supported();
    }

    @ParameterizedTest
    @MethodSource("families")
    void gradients_equal_those_of_the_reference(String family) throws IOException {
        compare(family, 4096, false);
    }

    @ParameterizedTest
    @MethodSource("families")
    void rows_computed_alone_give_the_same(String family) throws IOException {
        compare(family, 1, false);
    }

    /** Two rows share a place and do not see each other, also where a layer sees only a window or chunk. */
    @ParameterizedTest
    @MethodSource("families")
    void rows_that_share_a_place_give_the_same(String family) throws IOException {
        compare(family, 4096, true);
    }

    private static void compare(String family, int microBatchTokens, boolean packing) throws IOException {
        Path files = TinyModel.GOLDEN.resolve("families").resolve(family);
        JsonNode golden = JsonMapper.builder()
                .build()
                .readTree(files.resolve("golden.json").toFile());
        Set<String> targets = new TreeSet<>();
        golden.path("targets").forEach(t -> targets.add(t.textValue()));
        List<TokenRow> rows = new ArrayList<>();
        golden.path("rows")
                .forEach(r -> rows.add(
                        new TokenRow(ints(r.path("ids")), r.path("prompt").intValue())));
        double scale = golden.path("alpha").doubleValue() / golden.path("rank").doubleValue();
        try (Decoder base = Decoder.open(TinyModel.directory("families/" + family), 1, true);
                LoraStep step = new LoraStep(base, scale, false, microBatchTokens, packing);
                SafetensorsFile initial = SafetensorsFile.open(files.resolve("initial.safetensors"));
                SafetensorsFile expected = SafetensorsFile.open(files.resolve("gradients.safetensors"));
                TensorScope memory = new TensorScope()) {
            AdapterState adapter = step.restoredState(
                    TinyModel.ranks(targets, golden.path("rank").intValue()),
                    0,
                    (name, r, c) -> initial.tensors().containsKey(name)
                            ? floats(initial, name)
                            : new float[Math.toIntExact(r * c)]);

            Gradients found = step.gradients(memory, adapter, rows);

            assertThat(base.config().modules()).containsExactlyInAnyOrderElementsOf(targets);
            assertThat(found.loss()).isCloseTo(golden.path("loss").doubleValue(), Offset.offset(1e-4));
            assertThat(adapter.parameters()).hasSameSizeAs(expected.tensors().keySet());
            double largest = 0;
            for (Parameter parameter : adapter.parameters()) {
                for (float value : floats(expected, parameter.name())) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
            for (int p = 0; p < adapter.parameters().size(); p++) {
                String name = adapter.parameters().get(p).name();
                assertThat(error(
                                floats(expected, name), found.gradients().get(p).toFloats(), largest))
                        .as(name)
                        .isLessThan(1e-4);
            }
        }
    }

    private static int[] ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static float[] floats(SafetensorsFile file, String name) {
        try {
            return file.floats(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Relative to the tensor's own largest element, unless that is tiny beside all others (an expert hardly used). */
    private static double error(float[] expected, float[] found, double largestOfAll) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 1e-3 * largestOfAll;
        double error = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(expected[i] - found[i]));
        }
        return error / largest;
    }
}
