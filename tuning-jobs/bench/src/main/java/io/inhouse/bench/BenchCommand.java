package io.inhouse.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench}: measurements from the command line. */
@Command(
        name = "bench",
        description = "Measures speed and memory.",
        mixinStandardHelpOptions = true,
        subcommands = {TrainCommand.class, RecipeCommand.class, MergeCommand.class, LogitsCommand.class})
public final class BenchCommand {
    /** Exit status 0: done; 1: the work failed; 2: wrong usage. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    public static int execute(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr()
                            .println(command.getColorScheme()
                                    .errorText(
                                            failure.getMessage() == null ? failure.toString() : failure.getMessage()));
                    return 1;
                })
                .execute(arguments);
    }
}
