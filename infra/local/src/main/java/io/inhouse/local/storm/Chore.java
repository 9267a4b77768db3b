package io.inhouse.local.storm;

import io.inhouse.local.people.Session;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of caller does over and over. A request that was not answered, or answered with a passing refusal (5xx, 429),
 * is sent again until it is acknowledged, under the same idempotency key where there are keys.
 */
abstract class Chore implements Runnable {
    private static final long PAUSE_MILLIS = 200;
    private static final int TOO_MANY = 429;
    private static final int CONFLICT = 409;

    private final Notebook notebook;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile long lastDone = System.nanoTime();
    private volatile @Nullable String waitsFor;

    Chore(String name, Notebook notebook) {
        this.notebook = notebook;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
    }

    /** One action from its beginning to its acknowledgement. */
    abstract void perform() throws IOException, InterruptedException;

    interface Request<T> {
        T send() throws IOException, InterruptedException;
    }

    final void begin() {
        thread.start();
    }

    /** Ends what is begun and begins nothing more. */
    final void finish() {
        stopping = true;
    }

    /** @return false if it still waits for an acknowledgement after that time */
    final boolean awaitEnd(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        thread.join(Math.max(1, left / 1_000_000));
        return !thread.isAlive();
    }

    /** Whether it has not ended, in good order or not. */
    final boolean isAtWork() {
        return thread.isAlive();
    }

    /** {@link System#nanoTime} of the last action that was done. */
    final long lastDone() {
        return lastDone;
    }

    /** What it asks for in vain at the moment, and what the last answer was. */
    final String trouble() {
        String waiting = waitsFor;
        return thread.getName() + (waiting == null ? " does not answer" : " waits for " + waiting);
    }

    final Notebook notebook() {
        return notebook;
    }

    @Override
    public final void run() {
        try {
            while (!stopping) {
                perform();
                lastDone = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (Session.Refused e) {
            notebook.wrong(thread.getName() + " was refused for good: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            notebook.wrong(thread.getName() + " broke: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends until there is an answer that stands.
     *
     * @throws Session.Refused if the answer is a refusal that no fault excuses
     */
    final <T> T persist(String what, Request<T> request) throws IOException, InterruptedException {
        while (true) {
            try {
                T answer = request.send();
                waitsFor = null;
                return answer;
            } catch (Session.Refused e) {
                if (e.status < 500 && e.status != TOO_MANY && !isStillRunning(e)) {
                    throw e;
                }
                requireReason(e);
                waitsFor = what + ": " + e.getMessage();
            } catch (IOException e) {
                waitsFor = what + ": " + e;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** The first attempt under this key may have lost its server; its time is over soon. */
    private static boolean isStillRunning(Session.Refused e) {
        return e.status == CONFLICT
                && e.problem != null
                && e.problem.path("state").asText().equals("running");
    }

    /** A fault in a neighbour is no excuse for an unexplained failure of one of our servers. */
    private void requireReason(Session.Refused e) {
        if (e.code.equals("internal")) {
            notebook.wrong("an unexplained refusal: " + e.getMessage());
        }
    }
}
