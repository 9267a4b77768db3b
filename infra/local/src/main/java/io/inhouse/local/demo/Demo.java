package io.inhouse.local.demo;

import io.inhouse.local.platform.Platform;
import java.io.IOException;

/** The story that {@code ./inhouse demo} tells. */
public final class Demo {
    private Demo() {}

    /** @throws IOException if a step did not go as it must, saying which */
    public static void run(Platform platform, DemoOptions options) throws IOException {
        throw new IOException(
                "the demonstration is not part of this build yet; the platform is running at " + platform.origin());
    }
}
