package io.inhouse.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * Makes an OCI archive of one image. Arguments: the repository's root, the name of a description in {@code infra/images},
 * the base image and the archive to write. The base holds a Java 25 and is named by digest
 * ({@code registry/name@sha256:…}) or is an archive ({@code tar:///path}); {@code scratch} holds nothing and serves to
 * look at the layers. Equal input gives an equal image.
 */
public final class ImageBuild {
    private static final String SCRATCH = "scratch";
    /** Owns nothing in the image and is nobody on the node. */
    private static final String USER = "10001:10001";

    private ImageBuild() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("usage: ImageBuild REPOSITORY NAME BASE ARCHIVE");
        }
        String digest = build(Path.of(arguments[0]), arguments[1], arguments[2], Path.of(arguments[3]));
        System.getLogger(ImageBuild.class.getName())
                .log(System.Logger.Level.INFO, "image built name={0} digest={1}", arguments[1], digest);
    }

    /** @return the digest of the image's manifest */
    static String build(Path repository, String name, String base, Path archive) throws Exception {
        if (!base.equals(SCRATCH) && !base.startsWith("tar://") && !base.contains("@sha256:")) {
            throw new IllegalArgumentException("the base image " + base + " is not named by digest (name@sha256:…)");
        }
        Properties description = read(repository.resolve("infra/images").resolve(name + ".properties"));
        String entrypoint = Objects.requireNonNull(description.getProperty("entrypoint"), "entrypoint");
        JibContainerBuilder image = base.equals(SCRATCH) ? Jib.fromScratch() : Jib.from(base);
        String application = description.getProperty("application");
        if (application != null) {
            Path packed = repository.resolve(application).resolve("target/quarkus-app");
            image.addFileEntriesLayer(layer("libraries", packed.resolve("lib"), "/app/lib"));
            image.addFileEntriesLayer(withoutLibraries(packed));
            image.setWorkingDirectory(AbsoluteUnixPath.get("/app"));
        }
        String program = description.getProperty("program");
        if (program != null) {
            image.addFileEntriesLayer(program(repository.resolve(program).resolve("target")));
        }
        String port = description.getProperty("port");
        if (port != null) {
            image.setExposedPorts(Ports.parse(List.of(port)));
        }
        JibContainer built = image.setEntrypoint(List.of(entrypoint.split(" ")))
                .setUser(USER)
                .setCreationTime(Instant.EPOCH)
                .setFormat(ImageFormat.OCI)
                .containerize(Containerizer.to(TarImage.at(archive).named("inhouse/" + name))
                        .setToolName("inhouse")
                        .setOfflineMode(base.equals(SCRATCH) || base.startsWith("tar://")));
        return built.getDigest().toString();
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }

    private static FileEntriesLayer layer(String name, Path folder, String target) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not there; build it first: ./mvnw package");
        }
        return FileEntriesLayer.builder()
                .setName(name)
                .addEntryRecursive(folder, AbsoluteUnixPath.get(target))
                .build();
    }

    private static FileEntriesLayer withoutLibraries(Path packed) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("application");
        try (var files = Files.list(packed)) {
            for (Path file : files.sorted().toList()) {
                if (!file.endsWith("lib")) {
                    layer.addEntryRecursive(file, AbsoluteUnixPath.get("/app/" + file.getFileName()));
                }
            }
        }
        return layer.build();
    }

    /** Classes of the program and of modules that were not packed in one folder, jars in another. */
    private static FileEntriesLayer program(Path target) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("program");
        AbsoluteUnixPath classes = AbsoluteUnixPath.get("/trainer/classes");
        layer.addEntryRecursive(target.resolve("classes"), classes);
        String classPath = Files.readString(target.resolve("run.classpath")).strip();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                layer.addEntryRecursive(path, classes);
            } else {
                layer.addEntry(path, AbsoluteUnixPath.get("/trainer/lib/" + path.getFileName()));
            }
        }
        return layer.build();
    }
}
