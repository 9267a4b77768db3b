package io.inhouse.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench recipe}: the recipe that is used where nobody says otherwise, to be changed. */
@Command(
        name = "recipe",
        description = "Prints a recipe with every default, for bench train --recipe and the API.",
        mixinStandardHelpOptions = true)
final class RecipeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(RecipeFile.defaults());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
