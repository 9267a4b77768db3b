package io.inhouse.inference.generation;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.inference.models.ServedModel;
import io.inhouse.languagemodel.FinishReason;
import io.inhouse.languagemodel.GenerationListener;
import io.inhouse.languagemodel.GenerationRequest;
import io.inhouse.languagemodel.GenerationResult;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.SamplingParameters;
import io.inhouse.languagemodel.template.TemplateException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Computes answers: a fixed number at a time, the others wait in a bounded queue. */
@ApplicationScoped
public class Generator {
    private static final Logger LOG = Logger.getLogger(Generator.class);

    private final ModelStore store;
    private final GenerationConfig config;
    private final FairQueue<Task> queue;
    private final List<Thread> workers = new ArrayList<>();
    /** Moving average of what an answer takes, in nanoseconds. */
    private final AtomicLong typicalNanos = new AtomicLong(1_000_000_000L);

    private record Task(String project, Prepared prepared, Draw draw, Output output) {}

    /** A request that waits or runs. */
    public final class Running {
        private final Task task;

        private Running(Task task) {
            this.task = task;
        }

        /** Ends it at once if it still waits; one that runs ends by itself when its output is no longer wanted. */
        public void cancel() {
            if (queue.remove(task.project(), task)) {
                task.prepared().close();
                task.output()
                        .finished(new Output.Completion(
                                "", "cancelled", task.prepared().promptTokens(), 0));
            }
        }
    }

    Generator(ModelStore store, GenerationConfig config) {
        this.store = store;
        this.config = config;
        this.queue = new FairQueue<>(config.queue() + config.workers());
        for (int i = 0; i < config.workers(); i++) {
            workers.add(Thread.ofPlatform().daemon().name("generation-" + i).start(this::work));
        }
    }

    /**
     * Messages through the model's chat template to token ids; loads the model if need be.
     *
     * @throws PlatformException if the model cannot be loaded, the template refuses the messages, or they do not fit
     */
    public Prepared prepareChat(ServedModel model, List<Map<String, String>> messages) {
        return prepare(model, base -> {
            String text;
            try {
                // What people write is text, never control: a message cannot end its own turn.
                text = base.template().render(base.model().tokenizer().literal().messages(messages), null, true);
            } catch (TemplateException e) {
                throw new PlatformException(
                        Failure.INVALID_REQUEST,
                        "The model's chat template does not take these messages: " + e.getMessage(),
                        Map.of("param", "messages"));
            }
            // A template writes the begin-of-text token itself; without one the text is plain.
            return base.template().isPlain()
                    ? base.model().promptIds(text)
                    : base.model().tokenizer().encode(text);
        });
    }

    /** As {@link #prepareChat} for a plain text. */
    public Prepared prepareText(ServedModel model, String prompt) {
        return prepare(model, base -> base.model().promptIds(prompt));
    }

    private Prepared prepare(ServedModel model, Function<LoadedBase, int[]> prompt) {
        LoadedBase base = store.base(model.base());
        int[] ids = prompt.apply(base);
        int context = base.model().config().contextLength();
        if (ids.length == 0) {
            throw new PlatformException(Failure.INVALID_REQUEST, "The prompt is empty.");
        }
        if (ids.length >= context) {
            throw new PlatformException(
                    Failure.CONTEXT_LENGTH_EXCEEDED,
                    "The prompt has " + ids.length + " tokens; the model's context holds " + context
                            + " for prompt and answer together. Shorten the prompt.",
                    Map.of("promptTokens", ids.length, "contextTokens", context));
        }
        return new Prepared(
                base, model.adapter().map(adapter -> store.use(base, adapter)).orElse(null), ids);
    }

    /** Takes a place in the queue; follow with {@link #start} or {@link #giveBack}. */
    public void reserve() {
        if (!queue.reserve()) {
            long seconds = Math.clamp(typicalNanos.get() * queue.size() / config.workers() / 1_000_000_000L, 1, 60);
            throw new PlatformException(
                    Failure.TOO_MANY_REQUESTS,
                    "The queue is full: " + config.queue() + " requests wait. Try again in " + seconds + " s.",
                    Map.of("retryAfterSeconds", seconds));
        }
    }

    /** Gives back a place that was reserved. */
    public void giveBack() {
        queue.leave();
    }

    /** Queues on the reserved place. {@code output} hears everything; {@code prepared} is closed at the end. */
    public Running start(String project, Prepared prepared, Draw draw, Output output) {
        Task task = new Task(project, prepared, draw, output);
        queue.add(project, task);
        return new Running(task);
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Task task = queue.take();
                try {
                    run(task);
                } catch (RuntimeException | Error e) {
                    LOG.errorf(e, "an answer could not be ended project=%s", task.project());
                } finally {
                    queue.leave();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever happens to one answer, the worker goes on. */
    private void run(Task task) {
        long begin = System.nanoTime();
        Output output = task.output();
        try {
            Output.Completion completion;
            try (Prepared prepared = task.prepared()) {
                completion = generate(prepared, task.draw(), output);
            }
            output.finished(completion);
        } catch (RuntimeException | Error e) {
            // Errors too: memory may be short for one answer and suffice for the next.
            LOG.errorf(e, "an answer could not be computed project=%s", task.project());
            output.failed(e);
        }
        long nanos = System.nanoTime() - begin;
        typicalNanos.updateAndGet(before -> (before * 7 + nanos) / 8);
    }

    private static Output.Completion generate(Prepared prepared, Draw draw, Output output) {
        if (!output.wanted()) {
            return new Output.Completion("", "cancelled", prepared.promptTokens(), 0);
        }
        LanguageModel model = prepared.base().model();
        LoadedAdapter adapter = prepared.adapter();
        GenerationRequest request = new GenerationRequest(
                prepared.ids(),
                adapter == null ? null : adapter.adapter(),
                draw.maxTokens(),
                new SamplingParameters(draw.temperature(), draw.topP(), draw.seed()),
                draw.stop());
        GenerationResult result = model.generate(request, new GenerationListener() {
            @Override
            public boolean onText(String text) {
                output.text(text);
                return output.wanted();
            }

            @Override
            public boolean mayContinue() {
                return output.wanted();
            }
        });
        FinishReason reason = result.finishReason();
        return new Output.Completion(
                result.text(),
                reason.name().toLowerCase(Locale.ROOT),
                result.promptTokens(),
                result.completionTokens());
    }

    @PreDestroy
    void stop() {
        queue.close();
        workers.forEach(Thread::interrupt);
    }
}
