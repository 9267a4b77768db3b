package io.inhouse.local.commands;

import io.inhouse.local.home.Home;
import io.inhouse.local.platform.LogTail;
import io.inhouse.local.progress.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./inhouse logs [part]}. */
@Command(name = "logs", description = "Shows the end of a part's log; without a part, a few lines of each.")
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Parameters(arity = "0..1", paramLabel = "PART")
    private @Nullable String part;

    @Option(names = "-n", description = "How many lines (default: 100 of one part, 5 of all).")
    private @Nullable Integer lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is added, until ^C.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        Home chosen = home.home();
        Terminal terminal = Terminal.standard();
        if (part != null) {
            Path log = chosen.log(part);
            if (!Files.exists(log)) {
                throw new IOException("there is no log of " + part + "; there are " + String.join(", ", names(chosen)));
            }
            int shown = lines == null ? 100 : lines;
            if (follow) {
                return tail(log, shown);
            }
            terminal.println(LogTail.of(log, shown, 0).stripIndent());
            return 0;
        }
        for (String name : names(chosen)) {
            terminal.println("== " + chosen.log(name));
            terminal.println(LogTail.of(chosen.log(name), lines == null ? 5 : lines, 0));
        }
        return 0;
    }

    private static int tail(Path log, int shown) throws IOException {
        try {
            return new ProcessBuilder("tail", "-n", Integer.toString(shown), "-F", log.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static List<String> names(Home home) throws IOException {
        if (!Files.isDirectory(home.logs())) {
            throw new IOException("there is no platform in " + home.root());
        }
        try (Stream<Path> files = Files.list(home.logs())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".log"))
                    .map(name -> name.substring(0, name.length() - ".log".length()))
                    .sorted()
                    .toList();
        }
    }
}
