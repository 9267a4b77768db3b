package io.inhouse.local.software;

import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the modules with Maven, and only when the sources have changed since the last time. */
public final class Build {
    private static final Pattern MODULE = Pattern.compile("\\[INFO] Building (.+?) \\S+ +\\[(\\d+)/(\\d+)]");
    private static final Pattern FETCHED = Pattern.compile("Downloaded from .* \\(([0-9.]+) (B|kB|MB|GB)");

    private final Path repository;
    private final Path log;

    public Build(Path repository, Path log) {
        this.repository = repository;
        this.log = log;
    }

    /** Everything that a server or a trainer consists of. Returns the digest of the sources that were built. */
    public String everything(Line line) throws IOException {
        return built("everything", List.of(), List.of(Servers.outputs(repository)), line);
    }

    /** One module and what it depends on, for a command that needs no platform. */
    public void module(String module, Line line) throws IOException {
        Path classPath = Installation.classPathFile(repository, module);
        built(module.replace('/', '_'), List.of("-pl", module, "-am"), List.of(List.of(classPath)), line);
    }

    /** Whether {@link #module} would have nothing to do. */
    public boolean isCurrent(String module) throws IOException {
        Path stamps = repository.resolve("target/inhouse");
        String sources = new Sources(repository).digest();
        return Files.exists(Installation.classPathFile(repository, module))
                && (isStamped(stamps, "everything", sources) || isStamped(stamps, module.replace('/', '_'), sources));
    }

    private String built(String what, List<String> selection, List<List<Path>> outputs, Line line) throws IOException {
        Path stamps = Files.createDirectories(repository.resolve("target/inhouse"));
        try (FileChannel channel = FileChannel.open(
                        stamps.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            String sources = new Sources(repository).digest();
            boolean complete = outputs.stream().flatMap(List::stream).allMatch(Files::exists);
            if (complete && (isStamped(stamps, "everything", sources) || isStamped(stamps, what, sources))) {
                return sources;
            }
            Files.deleteIfExists(stamps.resolve(what + ".sources"));
            List<String> arguments = new ArrayList<>(List.of("-Dquick", "-Dmaven.test.skip=true", "package"));
            arguments.addAll(selection);
            new Maven(repository, log).run(arguments, new Reader(line)::accept);
            Files.writeString(stamps.resolve(what + ".sources"), sources);
            return sources;
        }
    }

    private static boolean isStamped(Path stamps, String what, String sources) throws IOException {
        Path stamp = stamps.resolve(what + ".sources");
        return Files.exists(stamp) && Files.readString(stamp).equals(sources);
    }

    /** Turns Maven's output into a few words. */
    private static final class Reader {
        private final Line line;
        private String module = "reading the modules";
        private double fetchedMegabytes;

        Reader(Line line) {
            this.line = line;
        }

        void accept(String text) {
            Matcher building = MODULE.matcher(text);
            Matcher fetched = FETCHED.matcher(text);
            if (building.find()) {
                module = building.group(1) + " (" + building.group(2) + " of " + building.group(3) + ")";
            } else if (fetched.find()) {
                double size = Double.parseDouble(fetched.group(1));
                fetchedMegabytes += switch (fetched.group(2)) {
                    case "B" -> size / 1e6;
                    case "kB" -> size / 1e3;
                    case "GB" -> size * 1e3;
                    default -> size;
                };
            } else {
                return;
            }
            line.says("building " + module
                    + (fetchedMegabytes > 0 ? String.format(", %.1f MB fetched", fetchedMegabytes) : ""));
        }
    }
}
