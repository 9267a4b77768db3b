package io.inhouse.local.software;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.home.Home;
import io.inhouse.local.progress.Line;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Our programs, copied out of the build folders into a home: a later build must not pull files from under running
 * servers. Equal files exist once (hard links), so six servers share the pages of their libraries, too.
 *
 * @param programs where each program lies, and what it was built from
 */
public record Installation(Map<Program, Installed> programs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Installation {
        programs = Map.copyOf(programs);
    }

    /**
     * One program.
     *
     * @param folder its name ends in a digest of the content
     * @param sources digest of its sources
     */
    public record Installed(Path folder, String sources) {}

    public Path program(Program program) {
        Installed installed = programs.get(program);
        if (installed == null) {
            throw new IllegalArgumentException(program + " is not installed");
        }
        return installed.folder();
    }

    /** Class path of a program that is not a server. */
    public String classPath(Program program) {
        return program(program).resolve("classes") + File.pathSeparator
                + program(program).resolve("lib") + "/*";
    }

    /** What was installed last, as far as it is still there. */
    public static Installation current(Home home) throws IOException {
        Map<Program, Installed> programs = new EnumMap<>(Program.class);
        Path file = file(home);
        if (Files.exists(file)) {
            JsonNode json = JSON.readTree(file.toFile());
            for (Program program : Program.installed()) {
                JsonNode entry = json.path(program.lowerCase());
                Path folder = home.software().resolve(entry.path("folder").asText("missing"));
                if (Files.isDirectory(folder)) {
                    programs.put(
                            program,
                            new Installed(folder, entry.required("sources").textValue()));
                }
            }
        }
        return new Installation(programs);
    }

    /** Installs what the build left in the target folders, where it differs from what is installed. */
    public Installation updated(Home home, Path repository, Map<Program, String> sources, Line line)
            throws IOException {
        Map<Program, Installed> next = new EnumMap<>(Program.class);
        for (Map.Entry<Program, String> built : sources.entrySet()) {
            Program program = built.getKey();
            Installed installed = programs.get(program);
            if (installed == null || !installed.sources().equals(built.getValue())) {
                line.says("installing " + program.lowerCase());
                installed = new Installed(place(home, program, files(repository, program)), built.getValue());
            }
            next.put(program, installed);
        }
        Map<String, Object> json = new TreeMap<>();
        next.forEach((program, installed) -> json.put(
                program.lowerCase(),
                Map.of("folder", String.valueOf(installed.folder().getFileName()), "sources", installed.sources())));
        Home.writePrivately(file(home), JSON.writeValueAsString(json));
        return new Installation(next);
    }

    /** Class path of a program as it lies in the build folders: for one that ends before the next build. */
    public static String classPathInPlace(Path repository, Program program) throws IOException {
        return program.folder(repository).resolve("classes")
                + File.pathSeparator
                + Files.readString(program.classPathFile(repository)).strip();
    }

    private static Path file(Home home) {
        return home.software().resolve("installed.json");
    }

    /** Relative name to file. {@code classes} holds those of modules that were not packed, {@code lib} the jars. */
    private static Map<String, Path> files(Path repository, Program program) throws IOException {
        if (program.isServer()) {
            return tree(program.folder(repository).resolve("quarkus-app"), "");
        }
        Map<String, Path> files = new TreeMap<>(tree(program.folder(repository).resolve("classes"), "classes/"));
        String classPath = Files.readString(program.classPathFile(repository)).strip();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                files.putAll(tree(path, "classes/"));
            } else if (Files.exists(path)) {
                files.put("lib/" + path.getFileName(), path);
            }
        }
        return files;
    }

    private static Map<String, Path> tree(Path root, String prefix) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                paths.filter(Files::isRegularFile).forEach(path -> files.put(prefix + root.relativize(path), path));
            }
        }
        return files;
    }

    private static Path place(Home home, Program program, Map<String, Path> files) throws IOException {
        MessageDigest build = Sources.sha256();
        Map<String, String> digests = new TreeMap<>();
        files.forEach((relative, path) -> {
            String digest = Sources.digestOf(path);
            digests.put(relative, digest);
            build.update((relative + "\0" + digest + "\n").getBytes(StandardCharsets.UTF_8));
        });
        Path folder = home.software()
                .resolve(program.lowerCase() + "-" + HexFormat.of().formatHex(build.digest(), 0, 6));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path store = Home.directory(home.software().resolve("files"));
        Path staging = Files.createTempDirectory(home.software(), "." + program.lowerCase());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path kept = store.resolve(
                    digests.get(file.getKey()) + "-" + file.getValue().getFileName());
            if (!Files.exists(kept)) {
                Path copy = Files.createTempFile(store, ".copy", "");
                Files.copy(file.getValue(), copy, StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE);
            }
            Path target = staging.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.createLink(target, kept);
        }
        Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }
}
