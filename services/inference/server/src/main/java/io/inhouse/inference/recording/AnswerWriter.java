package io.inhouse.inference.recording;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.inference.generation.Output;
import io.inhouse.ledger.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer from the generating thread. Pieces of a streamed one are stored first and sent then; the end is recorded
 * first and told then. Text waits at most one batch time, also when the next token is slow.
 */
final class AnswerWriter implements Output {
    private static final Logger LOG = Logger.getLogger(AnswerWriter.class);

    private final Ask ask;
    private final Answer answer;
    private final Answers answers;
    private final ScheduledExecutorService timer;
    private final long batchNanos;
    private final Runnable ended;
    /** Guarded by this, as all that follows. */
    private final StringBuilder whole = new StringBuilder();

    private int stored;
    private int chunks;
    private boolean scheduled;
    private long lastStored;
    private boolean done;
    private volatile @Nullable PlatformException broken;

    /** @param ended called once, when the answer's end is recorded or cannot be */
    AnswerWriter(
            Ask ask, Answer answer, Answers answers, ScheduledExecutorService timer, Duration batch, Runnable ended) {
        this.ask = ask;
        this.answer = answer;
        this.answers = answers;
        this.timer = timer;
        this.batchNanos = batch.toNanos();
        this.ended = ended;
        this.lastStored = System.nanoTime() - batchNanos;
    }

    @Override
    public synchronized void text(String text) {
        whole.append(text);
        if (ask.streamed() && !scheduled) {
            scheduled = true;
            long wait = Math.max(0, lastStored + batchNanos - System.nanoTime());
            ScheduledFuture<?> _ = timer.schedule(this::flush, wait, TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void flush() {
        scheduled = false;
        if (!done) {
            store();
        }
    }

    private void store() {
        if (!ask.streamed() || stored == whole.length() || broken != null) {
            return;
        }
        String piece = whole.substring(stored);
        try {
            answers.store(ask.id(), ask.caller().subject(), chunks, piece);
        } catch (RuntimeException | Error e) {
            broken = unavailable(e);
            return;
        }
        // Stored: a crash from here on leaves an entry that holds this piece.
        stored = whole.length();
        chunks++;
        lastStored = System.nanoTime();
        answer.tell(new Answer.Text(piece));
    }

    @Override
    public boolean wanted() {
        return broken == null && !answer.isCancelled();
    }

    @Override
    public synchronized void finished(Completion completion) {
        store();
        PlatformException failure = broken;
        if (failure != null) {
            end(Outcome.FAILED, "not stored", completion, new Answer.Failed(failure));
            return;
        }
        boolean cancelled = completion.reason().equals("cancelled");
        end(
                cancelled ? Outcome.INTERRUPTED : Outcome.SUCCESS,
                completion.reason(),
                completion,
                new Answer.Finished(
                        completion.text(),
                        completion.reason(),
                        completion.promptTokens(),
                        completion.completionTokens()));
    }

    @Override
    public synchronized void failed(Throwable reason) {
        store();
        PlatformException told = reason instanceof PlatformException platform
                ? platform
                : new PlatformException(
                        Failure.INTERNAL, "The answer could not be computed to its end.", Map.of(), reason);
        end(Outcome.FAILED, "failed", new Completion(whole.toString(), "failed", 0, 0), new Answer.Failed(told));
    }

    private void end(Outcome outcome, String reason, Completion completion, Answer.Event told) {
        if (done) {
            return;
        }
        done = true;
        try {
            answers.end(
                    ask.id(),
                    outcome,
                    new Answers.End(
                            completion.text(), reason, completion.promptTokens(), completion.completionTokens()));
            answer.tell(told);
        } catch (RuntimeException | Error e) {
            // The row stays; recovery records the answer as interrupted when the record takes entries again.
            LOG.errorf(e, "the end of an answer could not be recorded answer=%s", ask.id());
            answer.tell(new Answer.Failed(unavailable(e)));
        } finally {
            ended.run();
        }
    }

    static PlatformException unavailable(Throwable cause) {
        return cause instanceof PlatformException platform
                ? platform
                : new PlatformException(
                        Failure.RECORD_UNAVAILABLE,
                        "The record is not available, so no answer may be given. Try again later.",
                        Map.of("retryAfterSeconds", 5),
                        cause);
    }
}
