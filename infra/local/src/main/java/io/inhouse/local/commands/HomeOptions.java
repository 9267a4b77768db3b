package io.inhouse.local.commands;

import io.inhouse.local.home.Home;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.progress.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform a command is about. */
public final class HomeOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Directory of the platform (default: $INHOUSE_HOME or ~/.inhouse).")
    private @Nullable Path home;

    public Home home() {
        if (home != null) {
            // Relative to where the person is, not to where the script changed to.
            return new Home(resolve(home));
        }
        String named = System.getenv("INHOUSE_HOME");
        return new Home(
                named == null || named.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".inhouse")
                        : resolve(Path.of(named)));
    }

    public Platform platform(@Nullable Integer port) throws IOException {
        return Platform.open(home(), repository(), Terminal.standard(), port);
    }

    /** The clone that ./inhouse belongs to. */
    public static Path repository() {
        String root = System.getProperty("inhouse.repository");
        if (root == null) {
            throw new IllegalStateException("start this program through ./inhouse");
        }
        return Path.of(root);
    }

    private static Path resolve(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
