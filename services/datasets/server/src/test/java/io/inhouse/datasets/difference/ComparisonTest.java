package io.inhouse.datasets.difference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void rowsAreComparedWhateverTheirOrder() {
        Comparison comparison = new Comparison(new long[] {5, -3, 8}, new long[] {8, 7, 5, 6});

        assertThat(comparison.added().stream()).containsExactly(1, 3);
        assertThat(comparison.removed().stream()).containsExactly(1);
        assertThat(comparison.keptRows().stream()).containsExactly(0, 2);
        assertThat(comparison.kept()).isEqualTo(2);
    }

    @Test
    void ofEqualRowsEachOneCounts() {
        Comparison fewer = new Comparison(new long[] {4, 4, 4, 1}, new long[] {4, 1});
        Comparison more = new Comparison(new long[] {4, 1}, new long[] {4, 1, 4, 4});

        assertThat(fewer.kept()).isEqualTo(2);
        assertThat(fewer.added().isEmpty()).isTrue();
        assertThat(fewer.removed().stream()).containsExactly(1, 2);
        assertThat(more.kept()).isEqualTo(2);
        assertThat(more.added().stream()).containsExactly(2, 3);
        assertThat(more.removed().isEmpty()).isTrue();
    }

    @Test
    void nothingIsComparedWithNothing() {
        Comparison comparison = new Comparison(new long[0], new long[] {1});

        assertThat(comparison.added().stream()).containsExactly(0);
        assertThat(comparison.removed().isEmpty()).isTrue();
    }
}
