package io.inhouse.local.storm;

import io.inhouse.local.commands.HomeOptions;
import io.inhouse.local.home.Home;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.progress.Terminal;
import io.inhouse.local.software.ForeignSoftware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./inhouse bench storm}: exit status 0 if nothing was lost, doubled or otherwise wrong. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        description =
                "Kills parts, cuts the network and fills disks under load, and counts what was lost (nothing, hopefully).")
public final class StormCommand implements Callable<Integer> {
    /** The smallest model that is one. */
    private static final String TINY = "services/shared/language-model/src/test/resources/golden/tiny-tied";

    @Option(names = "--rounds", description = "How many rounds (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--faults", description = "Faults in each round (default: ${DEFAULT-VALUE}).")
    private int faults = 4;

    @Option(names = "--seed", description = "Chooses order and times of the faults (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures into this file.")
    private @Nullable Path json;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "A new directory, or one of an earlier storm (default: one that is deleted afterwards).")
    private @Nullable Path directory;

    @Option(names = "--base", paramLabel = "DIR", description = "A small base model in Hugging Face's layout.")
    private @Nullable Path base;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Terminal terminal = Terminal.standard();
        Path given = directory;
        Home home = new Home(given == null ? Files.createTempDirectory("inhouse-storm") : given);
        Path model = base;
        StormReport report;
        try (StormGround ground = StormGround.lay(home, terminal::println)) {
            Platform platform = Platform.open(home, HomeOptions.repository(), terminal, null);
            Storm storm = new Storm(
                    platform, ground, model == null ? HomeOptions.repository().resolve(TINY) : model, seed);
            ground.onExit(() -> stop(storm, platform));
            try {
                platform.up();
                report = storm.run(rounds, faults);
            } finally {
                platform.down();
            }
        }
        Path file = json;
        if (file != null) {
            report.write(file);
        }
        terminal.println(String.format(
                Locale.ROOT,
                "%d acknowledged, %d lost, %d twice; recovered in %.1f s (median), %.1f s (worst); %d tree heads, one log",
                report.acknowledged(),
                report.lost(),
                report.duplicated(),
                report.recoverMedian(),
                report.recoverWorst(),
                report.treeHeads()));
        report.faultsByKind().forEach((fault, times) -> terminal.println("  " + times + " x " + fault));
        report.wrongs().forEach(wrong -> terminal.println("WRONG " + wrong));
        if (report.isCalm() && given == null) {
            ForeignSoftware.delete(home.root());
        } else {
            terminal.println("logs and data of this storm: " + home.root());
        }
        return report.isCalm() ? 0 : 1;
    }

    /** After ^C nothing runs on, and nothing stays mounted. */
    private static void stop(Storm storm, Platform platform) {
        storm.end();
        try {
            platform.down();
        } catch (IOException e) {
            platform.terminal().println("not everything was stopped: " + e.getMessage());
        }
    }
}
