package io.inhouse.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.local.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TasksTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), false, 12);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void aTaskBeginsWhenWhatItNeedsIsDone() throws Exception {
        Tasks tasks = new Tasks();
        tasks.add("first", List.of(), line -> did("first"));
        tasks.add("second", List.of("first"), line -> did("second"));
        tasks.add("third", List.of("second", "first"), line -> did("third"));

        tasks.run(progress);

        assertThat(done).containsExactly("first", "second", "third");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("✓ first", "✓ second", "✓ third");
    }

    @Test
    void aFailureStopsWhatNeedsItAndNothingElse() {
        Tasks tasks = new Tasks();
        tasks.add("broken", List.of(), line -> {
            throw new IOException("no disk");
        });
        tasks.add("dependent", List.of("broken"), line -> did("dependent"));
        tasks.add("independent", List.of(), line -> did("independent"));

        assertThatThrownBy(() -> tasks.run(progress)).hasMessage("did not succeed: broken");

        assertThat(done).containsExactly("independent");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("✗ broken", "no disk")
                .doesNotContain(" dependent ");
    }

    private String did(String name) {
        done.add(name);
        return "done";
    }
}
