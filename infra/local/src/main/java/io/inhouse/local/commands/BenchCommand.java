package io.inhouse.local.commands;

import io.inhouse.local.home.Home;
import io.inhouse.local.progress.Progress;
import io.inhouse.local.progress.Terminal;
import io.inhouse.local.software.Build;
import io.inhouse.local.software.Installation;
import io.inhouse.local.software.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./inhouse bench …}: measurements of the trainer, the model and the verifier alone, without the platform. */
@Command(
        name = "bench",
        description =
                "Measures training, logits and (bench audit) verification without the platform. See bench --help.",
        mixinStandardHelpOptions = false)
public final class BenchCommand implements Callable<Integer> {
    private static final String MAIN = "io.inhouse.bench.BenchCommand";
    private static final String AUDIT_MAIN = "io.inhouse.verify.bench.AuditBench";

    @Parameters(arity = "0..*", hidden = true)
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException {
        if (!arguments.isEmpty() && arguments.getFirst().equals("audit")) {
            // The verifier is part of the launcher: nothing to build.
            return ChildJvm.run(
                    List.of("-Xmx512m", "-XX:+UseSerialGC"),
                    System.getProperty("java.class.path"),
                    AUDIT_MAIN,
                    arguments.subList(1, arguments.size()));
        }
        Path repository = HomeOptions.repository();
        Terminal terminal = Terminal.standard();
        Path log = Home.directory(repository.resolve("target/inhouse")).resolve("bench-build.log");
        try (Progress progress = new Progress(terminal.out(), terminal.isInteractive(), 12)) {
            Build build = new Build(repository, log);
            if (!build.stale(List.of(Program.BENCH)).isEmpty()) {
                Progress.Task line = progress.begin("build");
                try {
                    build.ensure(List.of(Program.BENCH), line);
                    line.succeeded("ready");
                } catch (IOException e) {
                    line.failed("failed");
                    throw e;
                }
            }
        }
        return ChildJvm.run(
                List.of(
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                Installation.classPathInPlace(repository, Program.BENCH),
                MAIN,
                arguments);
    }
}
