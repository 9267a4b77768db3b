package io.inhouse.recording;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what other threads and processes bring about. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Eventually() {}

    /** Returns when {@code check} no longer fails; fails as it does when it takes too long. */
    static void holds(Callable<?> check) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                check.call();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                if (never.await(100, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("nobody counts down", e);
                }
            }
        }
    }
}
