package io.inhouse.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // no model is touched: these answers end before their first token
class GeneratorTest {
    private final Generator generator = new Generator(null, new OneWorker());

    @AfterEach
    void stop() {
        generator.stop();
    }

    @Test
    void anErrorEndsItsAnswerAndTheWorkerGoesOn() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("made by this test");
        Heard broken = new Heard(error, null);
        Heard brokenTwice = new Heard(error, new OutOfMemoryError("made by this test, again"));
        Heard next = new Heard(null, null);

        start(broken);
        start(brokenTwice);
        start(next);

        assertThat(broken.end.get(60, TimeUnit.SECONDS)).isSameAs(error);
        assertThat(brokenTwice.end.get(60, TimeUnit.SECONDS)).isSameAs(error);
        assertThat(next.end.get(60, TimeUnit.SECONDS)).isEqualTo(new Output.Completion("", "cancelled", 3, 0));
    }

    private void start(Output output) {
        generator.reserve();
        generator.start("demo", new Prepared(null, null, new int[] {1, 2, 3}), new Draw(5, 0, 1, 1, List.of()), output);
    }

    /** Throws when it is first asked, and perhaps also when it is told of that; otherwise wants nothing. */
    private static final class Heard implements Output {
        private final CompletableFuture<Object> end = new CompletableFuture<>();
        private final Error first;
        private final Error second;

        Heard(Error first, Error second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void text(String text) {}

        @Override
        public boolean wanted() {
            if (first != null) {
                throw first;
            }
            return false;
        }

        @Override
        public void finished(Completion completion) {
            end.complete(completion);
        }

        @Override
        public void failed(Throwable reason) {
            end.complete(reason);
            if (second != null) {
                throw second;
            }
        }
    }

    private record OneWorker() implements GenerationConfig {
        @Override
        public int workers() {
            return 1;
        }

        @Override
        public int queue() {
            return 8;
        }

        @Override
        public OptionalInt threads() {
            return OptionalInt.empty();
        }
    }
}
