package io.inhouse.audit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what other threads and processes bring about. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Eventually() {}

    /** Something that fails until it holds. */
    public interface Check {
        void run() throws Exception;
    }

    /** Returns when {@code check} no longer fails; fails as it does when it takes too long. */
    public static void holds(Check check) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            try {
                if (never.await(100, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("nobody counts down");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
