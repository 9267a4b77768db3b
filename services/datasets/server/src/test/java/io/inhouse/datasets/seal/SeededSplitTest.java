package io.inhouse.datasets.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.datasets.rows.Row;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededSplitTest {
    private static Row row(int i) {
        return new Row.Completion("question " + i, "answer", null);
    }

    private static long heldOut(SeededSplit split) {
        return IntStream.range(0, 10_000)
                .filter(i -> split.of(row(i)) == Split.TEST)
                .count();
    }

    @Test
    void holdsOutTheShareAskedFor() {
        assertThat(heldOut(new SeededSplit(1, 0.2))).isBetween(1_880L, 2_120L);
        assertThat(heldOut(new SeededSplit(1, 0))).isZero();
    }

    @Test
    void theSameSeedSplitsInTheSameWay() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> new SeededSplit(7, 0.3).of(row(i))))
                .containsExactlyElementsOf(IntStream.range(0, 1000)
                        .mapToObj(i -> new SeededSplit(7, 0.3).of(row(i)))
                        .toList());
    }

    @Test
    void anotherSeedSplitsInAnotherWay() {
        assertThat(IntStream.range(0, 1000)
                        .filter(i -> new SeededSplit(7, 0.5).of(row(i)) != new SeededSplit(8, 0.5).of(row(i))))
                .hasSizeBetween(400, 600);
    }

    @Test
    void rowsWithTheSameQuestionAreNeverOnBothSides() {
        SeededSplit split = new SeededSplit(3, 0.5);

        assertThat(IntStream.range(0, 500)
                        .allMatch(i -> split.of(new Row.Completion("q" + i, "one", "x"))
                                == split.of(new Row.Completion(" Q" + i, "two", null))))
                .isTrue();
    }
}
