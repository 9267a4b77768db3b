package io.inhouse.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Keycloak's distribution, fetched through Maven, unpacked and built once per machine user under {@code
 * ~/.cache/inhouse} (or {@code INHOUSE_CACHE}); the launcher uses the same folder.
 */
final class KeycloakSoftware {
    /** The launcher's settings: what is compiled in decides the folder's name. */
    private static final List<String> BUILD =
            List.of("build", "--db=postgres", "--health-enabled=true", "--http-relative-path=/auth", "--cache=local");

    private KeycloakSoftware() {}

    /** The built distribution; takes about a minute the first time. */
    static Path prepare() {
        String version = version();
        String build = Integer.toHexString(String.join(" ", BUILD).hashCode());
        Path cache = cache();
        Path target = cache.resolve("keycloak-" + version + "-" + build);
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(cache);
            Path staging = Files.createTempDirectory(cache, ".keycloak-");
            try {
                Path content = staging.resolve("content");
                unzip(fetch(version, staging), content);
                build(content, staging);
                // Complete before it has its name; a second JVM that was faster has made the same.
                Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException other) {
                return target;
            } finally {
                TemporaryDirectory.deleteQuietly(staging);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak could not be prepared: " + e.getMessage(), e);
        }
    }

    private static Path cache() {
        String named = System.getenv("INHOUSE_CACHE");
        return named == null || named.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "inhouse")
                : Path.of(named);
    }

    private static String version() {
        try (InputStream in = KeycloakSoftware.class.getResourceAsStream("/test-support.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("keycloak");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path fetch(String version, Path staging) throws IOException {
        String home = System.getProperty("maven.home");
        String maven = home == null ? "mvn" : Path.of(home, "bin", "mvn").toString();
        run(
                List.of(
                        maven,
                        "-B",
                        "-q",
                        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                        "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + version + ":zip",
                        "-DoutputDirectory=" + staging),
                staging);
        return staging.resolve("keycloak-quarkus-dist-" + version + ".zip");
    }

    /** Without the folder that everything in the archive lies in. */
    private static void unzip(Path archive, Path target) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                Path file = target.resolve(name).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static void build(Path home, Path staging) throws IOException {
        Path script = home.resolve("bin/kc.sh");
        run(Stream.concat(Stream.of("sh", script.toString()), BUILD.stream()).toList(), staging);
    }

    private static void run(List<String> command, Path directory) throws IOException {
        File log = directory.resolve("prepare.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException(
                        command.getFirst() + " ended with " + status + ":\n" + Files.readString(log.toPath()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Keycloak was prepared", e);
        }
    }
}
