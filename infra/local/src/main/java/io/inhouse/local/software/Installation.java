package io.inhouse.local.software;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.home.Home;
import io.inhouse.local.progress.Line;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Our programs, copied out of the build folders into a home: a later build must not pull files from under running
 * servers. Equal files exist once (hard links), so six servers share the pages of their libraries, too.
 *
 * @param sources digest of the sources all this was built from
 * @param programs folder of each program; its name ends in a digest of its content
 */
public record Installation(String sources, Map<String, Path> programs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Installation {
        programs = Map.copyOf(programs);
    }

    public Path program(String name) {
        Path folder = programs.get(name);
        if (folder == null) {
            throw new IllegalArgumentException(name + " is not installed");
        }
        return folder;
    }

    /** Class path of a program that is not a Quarkus application. */
    public String classPath(String name) {
        return program(name).resolve("classes") + File.pathSeparator
                + program(name).resolve("lib") + "/*";
    }

    /** What was installed last; empty programs if nothing was, or something of it is gone. */
    public static Installation current(Home home) throws IOException {
        Path file = home.software().resolve("installed.json");
        if (!Files.exists(file)) {
            return new Installation("", Map.of());
        }
        JsonNode json = JSON.readTree(file.toFile());
        Map<String, Path> programs = new LinkedHashMap<>();
        json.required("programs")
                .properties()
                .forEach(e -> programs.put(
                        e.getKey(), home.software().resolve(e.getValue().textValue())));
        return programs.values().stream().allMatch(Files::isDirectory)
                ? new Installation(json.required("sources").textValue(), programs)
                : new Installation("", Map.of());
    }

    /** Installs what the build left in the target folders. */
    public static Installation install(Home home, Path repository, String sources, Line line) throws IOException {
        Map<String, Path> programs = new LinkedHashMap<>();
        for (Map.Entry<String, String> server : Servers.QUARKUS.entrySet()) {
            line.says("installing " + server.getKey());
            programs.put(
                    server.getKey(),
                    place(
                            home,
                            server.getKey(),
                            tree(repository.resolve(server.getValue()).resolve("target/quarkus-app"), "")));
        }
        for (Map.Entry<String, String> program : Servers.PLAIN.entrySet()) {
            line.says("installing " + program.getKey());
            programs.put(
                    program.getKey(), place(home, program.getKey(), classPathFiles(repository, program.getValue())));
        }
        Map<String, String> names = new TreeMap<>();
        programs.forEach((name, folder) -> names.put(name, String.valueOf(folder.getFileName())));
        Home.writePrivately(
                home.software().resolve("installed.json"),
                JSON.writeValueAsString(Map.of("sources", sources, "programs", names)));
        return new Installation(sources, programs);
    }

    /** Class path of a module as it lies in the build folders, for a program that ends before the next build. */
    public static String classPathInPlace(Path repository, String module) throws IOException {
        return repository.resolve(module).resolve("target/classes")
                + File.pathSeparator
                + Files.readString(classPathFile(repository, module)).strip();
    }

    static Path classPathFile(Path repository, String module) {
        String name = module.equals("infra/kafka") ? "broker.classpath" : "run.classpath";
        return repository.resolve(module).resolve("target").resolve(name);
    }

    /** {@code classes} of the module itself and of modules that were not packed, {@code lib} for jars. */
    private static Map<String, Path> classPathFiles(Path repository, String module) throws IOException {
        Map<String, Path> files = new TreeMap<>(tree(repository.resolve(module).resolve("target/classes"), "classes/"));
        for (String entry :
                Files.readString(classPathFile(repository, module)).strip().split(File.pathSeparator)) {
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

    private static Path place(Home home, String name, Map<String, Path> files) throws IOException {
        MessageDigest build = Sources.sha256();
        Map<String, String> digests = new TreeMap<>();
        files.forEach((relative, path) -> {
            String digest = Sources.digestOf(path);
            digests.put(relative, digest);
            build.update((relative + "\0" + digest + "\n").getBytes(StandardCharsets.UTF_8));
        });
        Path folder = home.software().resolve(name + "-" + HexFormat.of().formatHex(build.digest(), 0, 6));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path store = Home.directory(home.software().resolve("files"));
        Path staging = Files.createTempDirectory(home.software(), "." + name);
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
        try {
            Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + " appeared while it was being installed", e);
        }
        return folder;
    }
}
