package io.inhouse.local.commands;

import io.inhouse.local.home.Logins;
import io.inhouse.local.platform.Platform;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./inhouse up}. */
@Command(name = "up", description = "Builds what is missing and starts the platform; what already runs is left alone.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Option(
            names = "--port",
            description = "Port of the door, at the first start only (default: 8080 or the next free one).")
    private @Nullable Integer port;

    @Override
    public Integer call() throws IOException {
        long begun = System.nanoTime();
        Platform platform = home.platform(port);
        Set<String> started = platform.up();
        if (started.isEmpty()) {
            platform.terminal().println("Already running at " + platform.origin() + "; nothing to do.");
        } else {
            platform.terminal()
                    .println(String.format(
                            Locale.ROOT,
                            "Running at %s after %.1f s. Logins: %s",
                            platform.origin(),
                            (System.nanoTime() - begun) / 1e9,
                            Logins.file(platform.folders())));
        }
        return 0;
    }
}
