package io.inhouse.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.tensor.TensorScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forward pass equals transformers': grouped and plain heads, tied and separate head, F32 and sharded BF16. */
class GoldenModelTest {
    @ParameterizedTest
    @CsvSource({"tiny-tied, true", "tiny-untied, true", "tiny-untied, false"})
    void logits_equal_those_of_the_reference(String name, boolean expanded) throws IOException {
        JsonNode golden = Golden.of(name);
        int[] prompt = Golden.ints(golden.path("prompt"));
        float[] logits;

        try (LanguageModel model = LanguageModel.open(Golden.DIRECTORY.resolve(name), new ModelOptions(1, expanded));
                Decoder.Sequence sequence = model.decoder().start(1, prompt.length);
                TensorScope scope = new TensorScope()) {
            logits = sequence.logits(scope, Arrays.stream(prompt).asLongStream().toArray(), true)
                    .toFloats();
        }

        assertThat(Golden.relativeError(golden, logits)).isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-tied", "tiny-untied"})
    void tokens_read_one_by_one_give_the_logits_of_all_at_once(String name) throws IOException {
        JsonNode golden = Golden.of(name);
        int[] prompt = Golden.ints(golden.path("prompt"));
        float[] last = {};

        try (LanguageModel model = LanguageModel.open(Golden.DIRECTORY.resolve(name), ModelOptions.defaults());
                Decoder.Sequence sequence = model.decoder().start(1, prompt.length)) {
            for (int id : prompt) {
                try (TensorScope scope = new TensorScope()) {
                    last = sequence.logits(scope, new long[] {id}, false).toFloats();
                }
            }
        }

        JsonNode expected = golden.path("logits").get(2);
        double largest = 0;
        double error = 0;
        for (int v = 0; v < last.length; v++) {
            largest = Math.max(largest, Math.abs(expected.get(v).doubleValue()));
            error = Math.max(error, Math.abs(last[v] - expected.get(v).doubleValue()));
        }
        assertThat(error / largest).isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-tied", "tiny-untied"})
    void greedy_continuation_equals_that_of_the_reference(String name) throws IOException {
        JsonNode golden = Golden.of(name);
        int[] prompt = Golden.ints(golden.path("prompt"));
        int[] expected = untilEnd(Golden.ints(golden.path("greedy")));

        try (LanguageModel model = LanguageModel.open(Golden.DIRECTORY.resolve(name), ModelOptions.defaults())) {
            GenerationResult result = model.generate(
                    new GenerationRequest(prompt, null, 16, SamplingParameters.greedy(), List.of()),
                    GenerationListener.SILENT);

            assertThat(result.tokenIds()).isEqualTo(expected);
            assertThat(model.completeGreedily(List.of(prompt, new int[] {1, 5}, prompt), null, 16))
                    .element(2)
                    .isEqualTo(expected);
        }
    }

    @Test
    void tokens_and_texts_equal_those_of_the_reference() throws IOException {
        try (LanguageModel model = LanguageModel.open(Golden.DIRECTORY.resolve("tiny-tied"), ModelOptions.defaults())) {
            for (JsonNode each : Golden.of("tokenizer")) {
                int[] ids = model.tokenizer().encode(each.path("text").textValue());

                assertThat(ids).isEqualTo(Golden.ints(each.path("ids")));
                assertThat(model.tokenizer().decode(ids))
                        .isEqualTo(each.path("decoded").textValue());
            }
        }
    }

    private static int[] untilEnd(int[] ids) {
        return Arrays.stream(ids).takeWhile(id -> id != 2).toArray();
    }
}
