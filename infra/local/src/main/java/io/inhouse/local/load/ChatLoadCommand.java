package io.inhouse.local.load;

import io.inhouse.local.commands.HomeOptions;
import io.inhouse.local.people.Cast;
import io.inhouse.local.platform.Platform;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./inhouse bench chat}: exit status 0 if no stream failed. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description =
                "Asks for many streamed answers at once and reports how long each reader waited. Starts the platform.")
public final class ChatLoadCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Option(names = "--streams", description = "How many at once (default: ${DEFAULT-VALUE}).")
    private int streams = 200;

    @Option(names = "--tokens", description = "Longest answer (default: ${DEFAULT-VALUE}).")
    private int tokens = 32;

    @Option(
            names = "--model",
            description =
                    "A base model or an alias that the application may ask (default: the demonstration's base model).")
    private String model = "stories15m";

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "Register this Hugging Face directory as --model first.")
    private @Nullable Path base;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures into this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Platform platform = home.platform(null);
        platform.up();
        Path directory = base;
        if (directory != null) {
            register(platform, directory.toAbsolutePath());
        }
        ChatLoad load = new ChatLoad(platform, model, tokens);
        load.warm();
        ChatLoadReport report = load.run(streams);
        Path file = json;
        if (file != null) {
            report.write(file);
        }
        platform.terminal().println(report.text());
        List<String> failures = report.failures().stream().distinct().limit(5).toList();
        failures.forEach(failure -> platform.terminal().println("  failed: " + failure));
        return report.failures().isEmpty() ? 0 : 1;
    }

    private void register(Platform platform, Path directory) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            new Cast(platform, http, Duration.ofMinutes(5))
                    .person("ada")
                    .post(
                            "/api/models/base",
                            Map.of(
                                    "name",
                                    model,
                                    "directory",
                                    directory.toString(),
                                    "licence",
                                    "see the model's own licence",
                                    "source",
                                    "a local directory"));
        }
    }
}
