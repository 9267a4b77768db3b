package io.inhouse.inference.recording;

import io.inhouse.failures.PlatformException;
import io.inhouse.inference.generation.Draw;
import io.inhouse.inference.generation.Generator;
import io.inhouse.inference.generation.Prepared;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Asks models on behalf of callers. Nothing is computed unless the question is recorded. */
@ApplicationScoped
public class RecordedAnswers {
    private static final Logger LOG = Logger.getLogger(RecordedAnswers.class);
    private static final int BEFORE_THE_RECORDER = 100;

    private final Generator generator;
    private final Answers answers;
    private final ProcessLock process;
    private final AnswersConfig config;
    /** Ids from before their rows exist until after they are gone. */
    private final Set<String> active = ConcurrentHashMap.newKeySet();

    private final Map<String, Answer> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("answer-chunks-", 0).factory());

    RecordedAnswers(Generator generator, Answers answers, ProcessLock process, AnswersConfig config) {
        this.generator = generator;
        this.answers = answers;
        this.process = process;
        this.config = config;
    }

    /**
     * Checks that the model can take the question, records it and queues it.
     *
     * @throws PlatformException {@code CONTEXT_LENGTH_EXCEEDED} or {@code INVALID_REQUEST} if the prompt does not do, {@code
     *     TOO_MANY_REQUESTS} if the queue is full, {@code RECORD_UNAVAILABLE} if the question cannot be recorded
     */
    public Answer ask(Ask ask) {
        Prepared prepared = switch (ask.prompt()) {
            case Ask.Prompt.Messages chat -> generator.prepareChat(ask.model(), chat.messages());
            case Ask.Prompt.Text text -> generator.prepareText(ask.model(), text.text());
        };
        boolean reserved = false;
        try {
            generator.reserve();
            reserved = true;
            active.add(ask.id());
            Answer answer = new Answer(begin(ask, prepared.promptTokens()), timer);
            // Recorded: from here on the answer has an end in the record, whatever happens to this process.
            start(ask, prepared, answer);
            return answer;
        } catch (RuntimeException e) {
            if (reserved) {
                generator.giveBack();
            }
            active.remove(ask.id());
            prepared.close();
            throw e;
        }
    }

    private String begin(Ask ask, int promptTokens) {
        try {
            return answers.begin(ask, process.name(), promptTokens);
        } catch (RuntimeException e) {
            throw AnswerWriter.unavailable(e);
        }
    }

    private void start(Ask ask, Prepared prepared, Answer answer) {
        running.put(ask.id(), answer);
        AnswerWriter writer = new AnswerWriter(ask, answer, answers, timer, config.batch(), () -> ended(ask.id()));
        Ask.Parameters given = ask.parameters();
        Integer most = given.maxTokens();
        Draw draw = new Draw(
                most == null ? Integer.MAX_VALUE : most, given.temperature(), given.topP(), given.seed(), given.stop());
        answer.started(generator.start(ask.caller().project(), prepared, draw, writer));
    }

    private void ended(String id) {
        running.remove(id);
        active.remove(id);
    }

    /** Answers of this process that have not ended. */
    Set<String> active() {
        return Set.copyOf(active);
    }

    /** Running answers are recorded as interrupted while there still is a recorder. */
    void stop(@Observes @Priority(BEFORE_THE_RECORDER) ShutdownEvent event) throws InterruptedException {
        List.copyOf(running.values()).forEach(Answer::cancel);
        long end = System.nanoTime() + config.farewell().toNanos();
        while (!active.isEmpty() && System.nanoTime() < end) {
            Duration pause = Duration.ofMillis(20);
            synchronized (this) {
                wait(pause.toMillis());
            }
        }
        if (!active.isEmpty()) {
            LOG.warnf("answers have not ended answers=%d", active.size());
        }
        timer.shutdown();
    }
}
