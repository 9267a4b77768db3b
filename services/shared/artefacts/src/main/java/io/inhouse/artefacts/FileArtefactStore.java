package io.inhouse.artefacts;

import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.artefacts.encryption.SealedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * Objects as files {@code <root>/ab/cd/abcd…} below a directory that only its owner may enter. Several processes may
 * share the directory. An object is written beside its place, flushed and renamed, so that a crash leaves it whole or
 * absent; at worst it leaves an unfinished file in {@code <root>/incoming}, see {@link #removeAbandoned}.
 */
public final class FileArtefactStore implements ArtefactStore {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path root;
    private final Path incoming;
    private final MasterKeys keys;

    /** @throws IOException if the directory cannot be made */
    public FileArtefactStore(Path root, MasterKeys keys) throws IOException {
        this.root = root.toAbsolutePath();
        this.incoming = this.root.resolve("incoming");
        this.keys = keys;
        Files.createDirectories(incoming, OWNER_DIRECTORY);
    }

    @Override
    public Stored put(InputStream content) throws IOException {
        Path staging = Files.createTempFile(incoming, "object", ".part", OWNER_FILE);
        try {
            SealedFile.Written written = SealedFile.write(keys, staging, content);
            Path target = place(written.digest());
            Path fan = root.relativize(target).getName(0);
            if (!Files.exists(target)) {
                Files.createDirectories(target.resolveSibling(""), OWNER_DIRECTORY);
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            // Commit point: once the directories are flushed, the object survives a power failure. One that was here
            // already
            // may have been named by a writer that died before it came to this.
            flush(target.resolveSibling(""));
            flush(root.resolve(fan));
            flush(root);
            return new Stored(written.digest(), written.size());
        } finally {
            Files.deleteIfExists(staging);
        }
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        Path file = place(digest);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(digest.toString(), null, "there is no such object in the artefact store");
        }
        InputStream raw = Files.newInputStream(file);
        try {
            return SealedFile.read(keys, raw, digest);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public boolean contains(Digest digest) {
        return Files.exists(place(digest));
    }

    @Override
    public void delete(Digest digest) throws IOException {
        Path file = place(digest);
        if (Files.deleteIfExists(file)) {
            flush(file.resolveSibling(""));
        }
    }

    /**
     * Removes what writers that died have left behind.
     *
     * @param before unfinished files last written before this moment are nobody's any more
     * @return how many files were removed
     */
    public int removeAbandoned(Instant before) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before) && Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private Path place(Digest digest) {
        String hex = digest.hex();
        return root.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    private static void flush(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
