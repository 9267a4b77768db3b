package io.inhouse.local.software;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs {@code ./mvnw} of this repository. */
public final class Maven {
    private final Path repository;
    private final Path log;

    /** @param log receives everything Maven prints; begun anew at each run */
    public Maven(Path repository, Path log) {
        this.repository = repository;
        this.log = log;
    }

    /**
     * First without the network, which is quicker and works where there is none; with it if something is missing.
     *
     * @throws IOException with Maven's own complaint if the build fails both ways
     */
    public void run(List<String> arguments, Consumer<String> line) throws IOException {
        List<String> offline = new ArrayList<>(arguments);
        offline.add("-o");
        if (attempt(offline, line) == 0) {
            return;
        }
        List<String> complaint = complaint();
        if (isAboutMissingFiles(complaint) && attempt(arguments, line) == 0) {
            return;
        }
        throw new IOException("Maven failed; the whole story is in " + log + "\n      "
                + String.join("\n      ", complaint().stream().limit(12).toList()));
    }

    private static boolean isAboutMissingFiles(List<String> complaint) {
        return complaint.stream()
                .anyMatch(line -> line.contains("offline mode")
                        || line.contains("Could not resolve")
                        || line.contains("Could not find artifact")
                        || line.contains("has not been downloaded"));
    }

    private List<String> complaint() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("[ERROR]"))
                .map(line -> line.substring("[ERROR]".length()).strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private int attempt(List<String> arguments, Consumer<String> line) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("mvnw").toString(), "-B"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().put("INHOUSE_JDK", System.getProperty("java.home"));
        Process process = builder.start();
        try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter writer = Files.newBufferedWriter(log)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                writer.write(text);
                writer.newLine();
                line.accept(text);
            }
        }
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Maven ran", e);
        }
    }
}
