package io.inhouse.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    @Test
    void projectsTakeTurns() throws InterruptedException {
        FairQueue<String> queue = new FairQueue<>(10);
        for (String item : List.of("a1", "a2", "a3", "a4", "b1", "c1", "c2")) {
            assertThat(queue.reserve()).isTrue();
            queue.add(item.substring(0, 1), item);
        }

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(queue.take());
        }

        assertThat(order).containsExactly("a1", "b1", "c1", "a2", "c2", "a3", "a4");
    }

    @Test
    void aPlaceIsTakenUntilTheItemIsDone() throws InterruptedException {
        FairQueue<String> queue = new FairQueue<>(1);
        queue.reserve();
        queue.add("a", "1");
        queue.take();
        assertThat(queue.reserve()).isFalse();

        queue.leave();

        assertThat(queue.reserve()).isTrue();
    }

    @Test
    void anItemLeavesBeforeItsTurn() throws InterruptedException {
        FairQueue<String> queue = new FairQueue<>(2);
        queue.reserve();
        queue.add("a", "1");
        queue.reserve();
        queue.add("a", "2");

        assertThat(queue.remove("a", "1")).isTrue();

        assertThat(queue.remove("a", "1")).isFalse();
        assertThat(queue.take()).isEqualTo("2");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aClosedQueueTakesNothingIn() {
        FairQueue<String> queue = new FairQueue<>(2);

        queue.close();

        assertThat(queue.reserve()).isFalse();
    }
}
