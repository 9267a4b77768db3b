package io.inhouse.training.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowOrderTest {
    @Test
    void every_epoch_reads_every_row_once_in_an_order_of_its_own() {
        int[] read = LongStream.range(0, 10)
                .mapToObj(step -> new RowOrder(10, 1).batch(step, 3))
                .flatMapToInt(Arrays::stream)
                .toArray();

        int[] first = Arrays.copyOfRange(read, 0, 10);
        int[] second = Arrays.copyOfRange(read, 10, 20);
        assertThat(first).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
        assertThat(second).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void the_order_is_that_of_its_seed() {
        assertThat(new RowOrder(100, 1).batch(5, 32)).isEqualTo(new RowOrder(100, 1).batch(5, 32));
        assertThat(new RowOrder(100, 2).batch(5, 32)).isNotEqualTo(new RowOrder(100, 1).batch(5, 32));
    }

    @Test
    void a_seed_means_the_same_for_ever() {
        // the sequence of the published reference implementation, splitmix64.c
        SeededNumbers numbers = SeededNumbers.of(1234567);

        assertThat(numbers.nextLong()).isEqualTo(6457827717110365317L);
        assertThat(numbers.nextLong()).isEqualTo(3203168211198807973L);
        assertThat(new RowOrder(8, 1).batch(0, 8)).containsExactly(1, 2, 6, 5, 4, 0, 3, 7);
    }
}
