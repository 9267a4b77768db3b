package io.inhouse.testsupport;

import java.io.IOException;

/** For a JVM that is killed and runs no shutdown hook: the pipe to the watching shell closes with it. */
final class ParentWatch {
    private ParentWatch() {}

    /** @param signal what the process gets when this JVM is gone, however it went */
    static void endWithThisJvm(long processId, String signal) throws IOException {
        new ProcessBuilder("sh", "-c", "read -r line; kill -" + signal + " " + processId)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
