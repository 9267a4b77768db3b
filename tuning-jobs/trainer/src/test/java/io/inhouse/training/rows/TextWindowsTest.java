package io.inhouse.training.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextWindowsTest {
    @Test
    void a_text_that_fits_is_one_row_in_which_all_but_the_first_token_is_learnt() {
        List<TokenRow> windows = TextWindows.of(new int[] {1, 20, 21, 2}, 4);

        assertThat(windows).hasSize(1);
        assertThat(windows.getFirst().ids()).containsExactly(1, 20, 21, 2);
        assertThat(windows.getFirst().learned()).isEqualTo(3);
    }

    @Test
    void a_longer_text_goes_on_where_the_window_before_ended() {
        List<TokenRow> windows = TextWindows.of(new int[] {1, 20, 21, 22, 23, 2}, 4);

        assertThat(windows).extracting(TokenRow::ids).containsExactly(new int[] {1, 20, 21, 22}, new int[] {22, 23, 2});
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7, 63, 64, 65, 126, 127, 128, 200})
    void every_token_but_the_first_is_learnt_exactly_once(int length) {
        int[] ids = IntStream.range(0, length).toArray();

        List<TokenRow> windows = TextWindows.of(ids, 64);

        List<Integer> learnt = new ArrayList<>();
        windows.forEach(w -> IntStream.range(1, w.ids().length).forEach(i -> learnt.add(w.ids()[i])));
        assertThat(learnt)
                .containsExactlyElementsOf(IntStream.range(1, length).boxed().toList());
        assertThat(windows).hasSize((length - 1 + 62) / 63).allMatch(w -> w.ids().length <= 64);
    }
}
