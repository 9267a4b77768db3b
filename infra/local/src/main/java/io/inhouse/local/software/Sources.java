package io.inhouse.local.software;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the product: everything that a build without tests reads. */
final class Sources {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern OWN_NAME =
            Pattern.compile("</parent>.*?<artifactId>([^<]+)</artifactId>", Pattern.DOTALL);
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>io\\.inhouse</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);

    private final Path repository;
    /** Folder of each module, by its artifact's name. */
    private final Map<String, String> folders = new HashMap<>();
    /** Digest of a module's own sources, by folder. */
    private final Map<String, byte[]> digests = new HashMap<>();

    Sources(Path repository) throws IOException {
        this.repository = repository;
        Matcher modules = MODULE.matcher(Files.readString(repository.resolve("pom.xml")));
        while (modules.find()) {
            String folder = modules.group(1);
            Matcher name = OWN_NAME.matcher(pom(folder));
            if (name.find()) {
                folders.put(name.group(1), folder);
            }
        }
    }

    /**
     * SHA-256 over the contents of a module and of all modules it needs, so that neither a touched file, nor another
     * clone, nor a change elsewhere causes a build.
     */
    String digest(String module) throws IOException {
        MessageDigest digest = sha256();
        digest.update(Files.readAllBytes(repository.resolve("pom.xml")));
        for (String folder : closure(module)) {
            byte[] own = digests.get(folder);
            if (own == null) {
                own = own(folder);
                digests.put(folder, own);
            }
            digest.update(own);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Set<String> closure(String module) throws IOException {
        Set<String> closure = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(module));
        while (!open.isEmpty()) {
            String folder = open.pop();
            if (closure.add(folder)) {
                Matcher dependencies = DEPENDENCY.matcher(pom(folder));
                while (dependencies.find()) {
                    String needed = folders.get(dependencies.group(1));
                    if (needed != null && !dependencies.group(2).contains("<scope>test</scope>")) {
                        open.push(needed);
                    }
                }
            }
        }
        return closure;
    }

    private byte[] own(String folder) throws IOException {
        MessageDigest digest = sha256();
        digest.update(pom(folder).getBytes(StandardCharsets.UTF_8));
        Path main = repository.resolve(folder).resolve("src/main");
        if (Files.isDirectory(main)) {
            try (Stream<Path> tree = Files.walk(main)) {
                for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                    String header = repository.relativize(file) + "\0" + Files.size(file) + "\0";
                    digest.update(header.getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        return digest.digest();
    }

    private String pom(String folder) throws IOException {
        return Files.readString(repository.resolve(folder).resolve("pom.xml"));
    }

    /** First 12 bytes of a file's SHA-256, in hexadecimal. */
    static String digestOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
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
