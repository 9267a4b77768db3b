package io.inhouse.local.software;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the product: everything a build without tests reads. */
public final class Sources {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private final Path repository;

    public Sources(Path repository) {
        this.repository = repository;
    }

    /** SHA-256 over names and contents, so neither a touched file nor another clone causes a build. */
    public String digest() throws IOException {
        Path parent = repository.resolve("pom.xml");
        List<Path> files = new ArrayList<>(List.of(parent));
        Matcher modules = MODULE.matcher(Files.readString(parent));
        while (modules.find()) {
            Path module = repository.resolve(modules.group(1));
            files.add(module.resolve("pom.xml"));
            Path main = module.resolve("src/main");
            if (Files.isDirectory(main)) {
                try (Stream<Path> tree = Files.walk(main)) {
                    tree.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            }
        }
        MessageDigest digest = sha256();
        for (Path file : files) {
            digest.update(
                    (repository.relativize(file) + "\0" + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String digestOf(Path file) {
        try (var in = Files.newInputStream(file)) {
            MessageDigest digest = sha256();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256", e);
        }
    }
}
