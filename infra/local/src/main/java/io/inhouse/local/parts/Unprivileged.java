package io.inhouse.local.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL refuses to run as root. */
final class Unprivileged {
    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--");

    private Unprivileged() {}

    /**
     * What to put before a command so that it does not see itself as root: nothing for an ordinary user, a user
     * namespace without a mapping for root. There the process keeps root's files but none of root's powers.
     */
    static List<String> prefix() throws IOException {
        if (!isRoot()) {
            return List.of();
        }
        try {
            int status = new ProcessBuilder("unshare", "--user", "--", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status == 0) {
                return NAMESPACE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IOException("unshare is missing; install util-linux, or run ./inhouse as an ordinary user", e);
        }
        throw new IOException("PostgreSQL does not run as root, and this machine allows no user namespaces"
                + " (unshare --user failed). Run ./inhouse as an ordinary user.");
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
