package io.inhouse.languagemodel.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.tensor.TensorScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tiny random model of every family computes what transformers computes, whichever way its tokens are read. */
class FamilyGoldenTest {
    private static final double TOLERANCE = 1e-4;

    static List<String> families() {
        return Families.supported();
    }

    @ParameterizedTest
    @MethodSource("families")
    void logits_equal_those_of_the_reference(String family) throws IOException {
        TinyFamily tiny = TinyFamily.of(family);
        try (Decoder decoder = tiny.open()) {
            float[] logits = TinyFamily.logits(decoder, tiny.prompt());

            assertThat(tiny.error(logits)).isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void sixty_four_greedy_tokens_equal_those_of_the_reference(String family) throws IOException {
        TinyFamily tiny = TinyFamily.of(family);
        long[] expected = tiny.greedy();
        long[] found = new long[64];
        try (Decoder decoder = tiny.open();
                Decoder.Sequence sequence = decoder.start(1, tiny.prompt().length + 64)) {
            long[] next = tiny.prompt();
            for (int i = 0; i < found.length; i++) {
                try (TensorScope scope = new TensorScope()) {
                    next = sequence.mostProbable(scope, sequence.logits(scope, next, false));
                }
                found[i] = next[0];
            }
        }

        assertThat(expected).hasSize(64);
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("families")
    void tokens_read_one_by_one_give_what_all_at_once_give(String family) throws IOException {
        TinyFamily tiny = TinyFamily.of(family);
        try (Decoder decoder = tiny.open();
                Decoder.Sequence sequence = decoder.start(1, tiny.prompt().length)) {
            float[] together = TinyFamily.logits(decoder, tiny.prompt());
            int vocabulary = decoder.config().vocabularySize();
            double worst = 0;
            for (int i = 0; i < tiny.prompt().length; i++) {
                try (TensorScope scope = new TensorScope()) {
                    float[] alone = sequence.logits(scope, new long[] {tiny.prompt()[i]}, false)
                            .toFloats();
                    worst = Math.max(
                            worst,
                            TinyFamily.difference(
                                    Arrays.copyOfRange(together, i * vocabulary, (i + 1) * vocabulary), alone));
                }
            }

            assertThat(worst).isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void rows_of_a_batch_do_not_know_of_each_other(String family) throws IOException {
        TinyFamily tiny = TinyFamily.of(family);
        long[] first = tiny.prompt();
        long[] second = tiny.greedy();
        int tokens = first.length;
        long[] both = Arrays.copyOf(first, 2 * tokens);
        System.arraycopy(second, 0, both, tokens, tokens);
        try (Decoder decoder = tiny.open();
                Decoder.Sequence sequence = decoder.start(2, tokens);
                TensorScope scope = new TensorScope()) {
            float[] together = sequence.logits(scope, both, true).toFloats();

            assertThat(TinyFamily.difference(
                            TinyFamily.logits(decoder, first), Arrays.copyOf(together, together.length / 2)))
                    .isLessThan(TOLERANCE);
            assertThat(TinyFamily.difference(
                            TinyFamily.logits(decoder, Arrays.copyOf(second, tokens)),
                            Arrays.copyOfRange(together, together.length / 2, together.length)))
                    .isLessThan(TOLERANCE);
        }
    }
}
