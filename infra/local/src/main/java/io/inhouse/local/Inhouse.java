package io.inhouse.local;

import io.inhouse.egress.EgressGuard;
import io.inhouse.local.commands.BenchCommand;
import io.inhouse.local.commands.DownCommand;
import io.inhouse.local.commands.LogsCommand;
import io.inhouse.local.commands.ResetCommand;
import io.inhouse.local.commands.StatusCommand;
import io.inhouse.local.commands.UpCommand;
import io.inhouse.local.commands.VerifyCommand;
import io.inhouse.local.demo.DemoCommand;
import io.inhouse.local.load.ChatLoadCommand;
import io.inhouse.local.storm.StormCommand;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind ./inhouse. Exit status: 0 done, 1 failed and said why, 2 wrong usage. */
@Command(
        name = "inhouse",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        description = "Runs the Inhouse platform on this machine. (./inhouse test builds and runs every test.)",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DemoCommand.class,
            VerifyCommand.class,
            BenchCommand.class,
            ResetCommand.class
        })
public final class Inhouse implements Runnable {
    private Inhouse() {}

    public static void main(String[] arguments) {
        // Maven and npm, which fetch software, are processes of their own.
        EgressGuard.install();
        CommandLine line = new CommandLine(new Inhouse());
        CommandLine bench = Objects.requireNonNull(line.getSubcommands().get("bench"));
        bench.addSubcommand(new StormCommand());
        bench.addSubcommand(new ChatLoadCommand());
        // What verify and bench are given is theirs to read.
        line.getSubcommands()
                .forEach((name, command) ->
                        command.setUnmatchedOptionsArePositionalParams(name.equals("verify") || name.equals("bench")));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("inhouse: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            if (System.getenv("INHOUSE_DEBUG") != null) {
                e.printStackTrace(command.getErr());
            }
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }
}
