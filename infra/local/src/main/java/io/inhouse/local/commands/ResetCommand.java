package io.inhouse.local.commands;

import io.inhouse.local.platform.Platform;
import io.inhouse.local.software.ForeignSoftware;
import java.io.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./inhouse reset}. */
@Command(name = "reset", description = "Stops the platform and deletes all its data, keys and logins. Downloads stay.")
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        if (!home.home().exists()) {
            throw new IOException("there is no platform in " + home.home().root());
        }
        if (!yes && !isConfirmed()) {
            throw new IOException("nothing was deleted");
        }
        Platform platform = home.platform(null);
        platform.down();
        ForeignSoftware.delete(platform.home());
        platform.terminal().println("Deleted " + platform.home() + ".");
        return 0;
    }

    private boolean isConfirmed() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return false;
        }
        String answer = console.readLine(
                "Delete every dataset, model, key and record in %s? Type yes: ",
                home.home().root());
        return "yes".equals(answer);
    }
}
