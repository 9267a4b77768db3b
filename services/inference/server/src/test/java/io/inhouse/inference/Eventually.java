package io.inhouse.inference;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what other threads bring about. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Eventually() {}

    /** Returns when {@code check} no longer fails; fails as it does when it takes too long. */
    public static void holds(Runnable check) {
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
            }
            try {
                if (never.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
