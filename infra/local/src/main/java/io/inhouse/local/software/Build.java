package io.inhouse.local.software;

import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds programs with Maven: those whose sources have changed since they were built last, and no others. */
public final class Build {
    private static final Pattern MODULE = Pattern.compile("\\[INFO] Building (.+?) \\S+ +\\[(\\d+)/(\\d+)]");
    private static final Pattern FETCHED = Pattern.compile("Downloaded from .* \\(([0-9.]+) (B|kB|MB|GB)");

    private final Path repository;
    private final Path log;

    /** @param log receives Maven's output */
    public Build(Path repository, Path log) {
        this.repository = repository;
        this.log = log;
    }

    /** What {@link #ensure} would build. */
    public Set<Program> stale(Collection<Program> programs) throws IOException {
        Map<Program, String> sources = sources(programs);
        Set<Program> stale = EnumSet.noneOf(Program.class);
        for (Program program : programs) {
            Path stamp = stamp(program);
            boolean current = Files.exists(program.output(repository))
                    && Files.exists(stamp)
                    && Files.readString(stamp).equals(sources.get(program));
            if (!current) {
                stale.add(program);
            }
        }
        return stale;
    }

    /** Returns the digest of the sources of each program, which is built from them when this returns. */
    public Map<Program, String> ensure(Collection<Program> programs, Line line) throws IOException {
        Path stamps = Files.createDirectories(stamp(Program.DOOR).getParent());
        try (FileChannel channel = FileChannel.open(
                        stamps.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            Map<Program, String> sources = sources(programs);
            Set<Program> stale = stale(programs);
            if (stale.isEmpty()) {
                return sources;
            }
            for (Program program : stale) {
                Files.deleteIfExists(stamp(program));
            }
            String modules = stale.stream().map(Program::module).collect(Collectors.joining(","));
            new Maven(repository, log)
                    .run(
                            List.of("-Dquick", "-Dmaven.test.skip=true", "package", "-pl", modules, "-am"),
                            new Reader(line)::accept);
            for (Program program : stale) {
                Files.writeString(stamp(program), String.valueOf(sources.get(program)));
            }
            return sources;
        }
    }

    /**
     * Takes the programs as an earlier build left them, whatever their sources say by now: for those who know that they
     * have just been built.
     *
     * @throws IOException naming a program that was not built
     */
    public Map<Program, String> asItIs(Collection<Program> programs) throws IOException {
        for (Program program : programs) {
            if (!Files.exists(program.output(repository))) {
                throw new IOException(program.lowerCase() + " has not been built: " + program.output(repository)
                        + " is missing. Build it first (./mvnw package)");
            }
        }
        return sources(programs);
    }

    private Map<Program, String> sources(Collection<Program> programs) throws IOException {
        Sources sources = new Sources(repository);
        Map<Program, String> digests = new EnumMap<>(Program.class);
        for (Program program : new ArrayList<>(programs)) {
            digests.put(program, sources.digest(program.module()));
        }
        return digests;
    }

    private Path stamp(Program program) {
        return repository.resolve("target/inhouse").resolve(program.lowerCase() + ".built");
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
                module = "building " + building.group(1) + " (" + building.group(2) + " of " + building.group(3) + ")";
            } else if (fetched.find()) {
                double size = Double.parseDouble(fetched.group(1));
                fetchedMegabytes += switch (fetched.group(2)) {
                    case "B" -> size / 1e6;
                    case "kB" -> size / 1e3;
                    case "GB" -> size * 1e3;
                    default -> size;
                };
            }
            line.says(
                    fetchedMegabytes == 0
                            ? module
                            : String.format(Locale.ROOT, "%s, %.1f MB fetched", module, fetchedMegabytes));
        }
    }
}
