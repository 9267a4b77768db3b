package io.inhouse.local.demo;

import io.inhouse.local.commands.HomeOptions;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.wiring.Clocks;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./inhouse demo}. */
@Command(
        name = "demo",
        description = "Starts the platform and performs its main job on real input, through its public interfaces.")
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Option(names = "--exit", description = "Stop everything afterwards.")
    private boolean exit;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures into this file.")
    private @Nullable Path json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "train.jsonl and test.jsonl of {\"prompt\",\"completion\"}.")
    private @Nullable Path data;

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description = "A base model: smollm2 (an assistant of 135 M parameters), a directory in Hugging Face's"
                    + " layout, or a GGUF file.")
    private @Nullable String base;

    @Option(names = "--port", description = "Port of the door, at the first start only.")
    private @Nullable Integer port;

    /** The script that builds and starts this program says when it began, so that its share of the time counts. */
    private static long begunNanos() {
        String seconds = System.getenv("INHOUSE_BEGUN");
        if (seconds == null || !seconds.matches("[0-9]{1,12}")) {
            return System.nanoTime();
        }
        long ago = Clocks.ofThisMachine().millis() - 1000 * Long.parseLong(seconds);
        return System.nanoTime() - 1_000_000 * Math.max(0, ago);
    }

    @Override
    public Integer call() throws Exception {
        DemoOptions options = new DemoOptions(exit, json, data, base, begunNanos());
        Platform platform = home.platform(port);
        try {
            platform.up();
            Demo.run(platform, options);
        } finally {
            if (exit) {
                platform.down();
            }
        }
        return 0;
    }
}
