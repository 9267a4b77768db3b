package io.inhouse.registry.basemodels;

import io.inhouse.registry.client.ModelFile;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The directory of base models: {@code <root>/sha256-<hex>}, read-only, named by the digest over a manifest of the files,
 * so that standard tools can check it:
 *
 * <pre>
 * inhouse-model-v1
 * config.json &lt;size in bytes&gt; &lt;sha256 in hex&gt;
 * model.safetensors &lt;size in bytes&gt; &lt;sha256 in hex&gt;
 * </pre>
 *
 * with one line per file in the order of their names (as bytes of UTF-8), each ended by a line feed.
 */
@Singleton
class ModelStore {
    private static final int BUFFER = 1 << 20;

    private static final String INCOMING = ".incoming-";
    /** A copy that nothing was written to for so long is one whose server was killed. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(ModelStore.class);

    private final Path root;
    private final Clock clock;

    ModelStore(ModelsConfig config, Clock clock) {
        this.root = config.directory().toAbsolutePath();
        this.clock = clock;
    }

    /** Removes copies that a killed server left; another server may be writing to a younger one. */
    void removeAbandoned(@Observes StartupEvent event) {
        Instant limit = clock.instant().minus(ABANDONED);
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(
                Files.createDirectories(root),
                path -> path.getFileName().toString().startsWith(INCOMING))) {
            for (Path copy : copies) {
                if (lastWrite(copy).isBefore(limit)) {
                    discard(copy);
                    LOG.infof("removed the rest of an import that was cut short directory=%s", copy.getFileName());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Only room on the disk is at stake; the next start tries again.
            LOG.warnf("imports that were cut short could not all be removed reason=%s", e);
        }
    }

    private static Instant lastWrite(Path copy) throws IOException {
        Instant last = Files.getLastModifiedTime(copy).toInstant();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(copy)) {
            for (Path file : files) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                last = written.isAfter(last) ? written : last;
            }
        }
        return last;
    }

    /** A copy that is whole and flushed but has no name yet. */
    record Staged(Path directory, List<ModelFile> files, String digest) {}

    Path directory(String digest) {
        return root.resolve(digest.replace(':', '-'));
    }

    /**
     * Copies the files into the store and computes their digests on the way. The caller publishes or discards.
     *
     * @param sources by name
     */
    Staged stage(Map<String, Path> sources) throws IOException {
        Path staging = scratch();
        try {
            List<ModelFile> files = new ArrayList<>();
            for (Map.Entry<String, Path> source : new TreeMap<>(sources).entrySet()) {
                files.add(copy(source.getKey(), source.getValue(), staging.resolve(source.getKey())));
            }
            return new Staged(staging, List.copyOf(files), digest(files));
        } catch (IOException | RuntimeException e) {
            discard(staging);
            throw e;
        }
    }

    /** An empty directory for files on their way here; the caller discards it. */
    Path scratch() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, INCOMING);
    }

    /** Gives the copy its name. If the model is there already, the copy is dropped. */
    Path publish(Staged staged) throws IOException {
        Path target = directory(staged.digest());
        if (Files.isDirectory(target)) {
            discard(staged.directory());
            return target;
        }
        for (ModelFile file : staged.files()) {
            Files.setPosixFilePermissions(
                    staged.directory().resolve(file.name()), PosixFilePermissions.fromString("r--r--r--"));
        }
        flush(staged.directory());
        // Commit point: before it there is a nameless copy that nobody finds, after it a whole model.
        Files.move(staged.directory(), target, StandardCopyOption.ATOMIC_MOVE);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        flush(root);
        return target;
    }

    void discard(Path staging) throws IOException {
        if (!Files.exists(staging)) {
            return;
        }
        Files.walkFileTree(staging, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static String digest(List<ModelFile> files) {
        StringBuilder manifest = new StringBuilder("inhouse-model-v1\n");
        for (ModelFile file : files) {
            manifest.append(file.name())
                    .append(' ')
                    .append(file.size())
                    .append(' ')
                    .append(file.digest().substring("sha256:".length()))
                    .append('\n');
        }
        return "sha256:"
                + HexFormat.of().formatHex(sha256().digest(manifest.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static ModelFile copy(String name, Path source, Path target) throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(source);
                FileChannel channel =
                        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(ByteBuffer.wrap(buffer, 0, n));
                out.write(buffer, 0, n);
                size += n;
            }
            channel.force(true);
        }
        return new ModelFile(name, size, "sha256:" + HexFormat.of().formatHex(digest.digest()));
    }

    private static void flush(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
