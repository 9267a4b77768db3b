package io.inhouse.inference.recording;

import io.inhouse.failures.PlatformException;
import io.inhouse.inference.generation.Generator;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer under way. Everything that comes out of {@link #next} has been recorded or stored before. */
public final class Answer {
    private final String receipt;
    private final Executor aside;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    /** Guarded by this. */
    private Generator.@Nullable Running running;

    /** What happens to an answer; {@link Finished} or {@link Failed} is the last. */
    public sealed interface Event {}

    /** A piece of a streamed answer. */
    public record Text(String text) implements Event {}

    /**
     * @param text the whole answer
     * @param reason {@code stop}, {@code length} or {@code cancelled}
     */
    public record Finished(String text, String reason, int promptTokens, int completionTokens) implements Event {}

    /** @param failure what the caller may be told */
    public record Failed(PlatformException failure) implements Event {}

    /** @param aside runs what must not block a caller of {@link #cancel} */
    Answer(String receipt, Executor aside) {
        this.receipt = receipt;
        this.aside = aside;
    }

    /** Id of the entry that holds the question, {@code evt-…}. */
    public String receipt() {
        return receipt;
    }

    /** Waits for what happens next; null if nothing happens in this time. */
    public @Nullable Event next(Duration patience) throws InterruptedException {
        return events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody wants it any more: it is recorded as interrupted. Harmless when it has ended; does not block. */
    public void cancel() {
        cancelled = true;
        Generator.Running task;
        synchronized (this) {
            task = running;
        }
        if (task != null) {
            aside.execute(task::cancel);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    void started(Generator.Running task) {
        synchronized (this) {
            running = task;
        }
        if (cancelled) {
            task.cancel();
        }
    }

    void tell(Event event) {
        events.add(event);
    }
}
