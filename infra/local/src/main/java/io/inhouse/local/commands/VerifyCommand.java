package io.inhouse.local.commands;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./inhouse verify}: needs no platform, no network and no database. */
@Command(
        name = "verify",
        description = "Checks an exported audit bundle offline: verify BUNDLE.zip --key KEY. See verify --help.",
        mixinStandardHelpOptions = false)
public final class VerifyCommand implements Callable<Integer> {
    private static final String MAIN = "io.inhouse.verify.VerifyCommand";

    @Parameters(arity = "0..*", hidden = true)
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException {
        return ChildJvm.run(
                List.of("-Xmx512m", "-XX:+UseSerialGC"), System.getProperty("java.class.path"), MAIN, arguments);
    }
}
