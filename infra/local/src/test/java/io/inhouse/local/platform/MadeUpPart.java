package io.inhouse.local.platform;

import io.inhouse.local.parts.Part;
import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A shell script as a part: it is ready when it has written a file. */
final class MadeUpPart implements Part {
    /** Becomes ready at once and stays: it reads from a pipe into which nobody writes. */
    static final String RUN = "rm -f held; mkfifo held; : >ready; read -r nothing <>held";

    private final Path directory;
    private final String script;
    private final Map<String, String> environment;
    private final List<Integer> ports;

    MadeUpPart(Path directory, String script, Map<String, String> environment, List<Integer> ports) {
        this.directory = directory;
        this.script = script;
        this.environment = environment;
        this.ports = ports;
    }

    /** Ready at once, ends when asked. */
    static MadeUpPart willing(Path directory) {
        return new MadeUpPart(directory, RUN, Map.of(), List.of());
    }

    MadeUpPart with(Map<String, String> otherEnvironment) {
        return new MadeUpPart(directory, script, otherEnvironment, ports);
    }

    @Override
    public String name() {
        return "made-up";
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public List<Integer> ports() {
        return ports;
    }

    @Override
    public Command command() {
        // The second argument of sh -c is its name: a mark that stays on the command line.
        return new Command(List.of("sh", "-c", script, mark()), Command.environment(environment), directory);
    }

    /** What an earlier process of this part wrote must not make the next one ready before its program has begun. */
    @Override
    public void prepare(Line line) throws IOException {
        Files.deleteIfExists(directory.resolve("ready"));
    }

    @Override
    public boolean isReady() {
        return Files.exists(directory.resolve("ready"));
    }

    @Override
    public boolean recognises(ProcessTable.Entry entry) {
        return entry.arguments().contains(mark()) && entry.arguments().contains("sh");
    }

    @Override
    public Duration grace() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(2);
    }

    private String mark() {
        return "inhouse-made-up-part:" + directory;
    }
}
