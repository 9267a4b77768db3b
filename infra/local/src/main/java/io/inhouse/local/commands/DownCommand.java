package io.inhouse.local.commands;

import io.inhouse.local.platform.Platform;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./inhouse down}. */
@Command(name = "down", description = "Stops everything this platform runs, trainers included. Data stay.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Override
    public Integer call() throws IOException {
        if (!home.home().exists()) {
            throw new IOException("there is no platform in " + home.home().root());
        }
        Platform platform = home.platform(null);
        platform.terminal().println(platform.down().isEmpty() ? "Nothing was running." : "Stopped.");
        return 0;
    }
}
