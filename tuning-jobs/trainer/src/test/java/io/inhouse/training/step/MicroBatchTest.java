package io.inhouse.training.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.training.rows.TokenRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatchTest {
    /** Prompt 1 10 11, completion 20 21, end 2. */
    private static final TokenRow LONG = new TokenRow(new int[] {1, 10, 11, 20, 21, 2}, 3);
    /** Prompt 1 12, completion 22, end 2. */
    private static final TokenRow SHORT = new TokenRow(new int[] {1, 12, 22, 2}, 2);

    @Test
    void only_completion_and_end_carry_loss() {
        MicroBatch batch = MicroBatch.of(List.of(LONG), 100).getFirst();

        assertThat(batch.ids()).containsExactly(1, 10, 11, 20, 21);
        assertThat(batch.kept()).containsExactly(2, 3, 4);
        assertThat(batch.targets()).containsExactly(20, 21, 2);
    }

    @Test
    void rows_lie_one_after_the_other_without_padding() {
        MicroBatch batch = MicroBatch.of(List.of(LONG, SHORT), 100).getFirst();

        assertThat(batch.ids()).containsExactly(1, 12, 22, 1, 10, 11, 20, 21);
        assertThat(batch.positions()).containsExactly(0, 1, 2, 0, 1, 2, 3, 4);
        assertThat(batch.slots()).containsExactly(0, 1, 2, 5, 6, 7, 8, 9);
        assertThat(batch.targets()).containsExactly(22, 2, 20, 21, 2);
        assertThat(batch.cells()).isEqualTo(10);
    }

    @Test
    void packed_rows_share_the_places_of_longer_ones() {
        TokenRow tiny = new TokenRow(new int[] {1, 30, 2}, 1);
        TokenRow small = new TokenRow(new int[] {1, 12, 22, 2}, 2);

        List<MicroBatch> parts = MicroBatch.packed(List.of(tiny, small, LONG), 100);

        // LONG has a place of 5 cells to itself; the others, 3 and 2 tokens, fill a second one.
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().examples()).isEqualTo(2);
        assertThat(parts.getFirst().width()).isEqualTo(5);
        assertThat(parts.getFirst().documents()).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 2, 2);
        assertThat(parts.getFirst().positions()).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 0, 1);
        assertThat(parts.getFirst().slots()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(parts.getFirst().targets()).containsExactly(20, 21, 2, 22, 2, 30, 2);
    }

    @Test
    void packing_stays_within_the_limit_and_loses_nothing() {
        List<TokenRow> rows = List.of(SHORT, LONG, SHORT, LONG, SHORT);

        List<MicroBatch> parts = MicroBatch.packed(rows, 5);

        assertThat(parts).allMatch(part -> part.cells() <= 5);
        assertThat(parts.stream().mapToInt(p -> p.targets().length).sum())
                .isEqualTo(rows.stream().mapToInt(TokenRow::learned).sum());
    }

    @Test
    void a_batch_that_exceeds_the_limit_is_cut_and_loses_nothing() {
        List<MicroBatch> parts = MicroBatch.of(List.of(LONG, SHORT, SHORT), 6);

        assertThat(parts).extracting(MicroBatch::examples).containsExactly(2, 1);
        assertThat(parts.stream().mapToInt(p -> p.targets().length).sum()).isEqualTo(7);
    }
}
