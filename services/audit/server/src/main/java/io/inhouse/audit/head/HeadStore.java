package io.inhouse.audit.head;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest signed tree head, in a file outside PostgreSQL. It only moves forward, and only along a consistency proof; so
 * a database restored to an earlier state, or changed in its past, cannot pass for the log.
 */
public final class HeadStore {
    public static final String FILE = "tree-head";

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    public HeadStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.toAbsolutePath());
    }

    /** @return null before the first tree head */
    public @Nullable SignedNote read() throws IOException {
        try {
            return SignedNote.parse(Files.readAllBytes(directory.resolve(FILE)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IllegalArgumentException e) {
            throw new IOException("the tree head in " + directory.resolve(FILE) + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Replaces {@code expected} by {@code next}; durable when this returns.
     *
     * @param proof that {@code expected}'s tree is a prefix of {@code next}'s; empty if nothing was expected
     * @throws ForkedLogException if another head is stored, or {@code next} does not continue it
     */
    public void swap(@Nullable SignedNote expected, SignedNote next, List<Hash> proof)
            throws IOException, ForkedLogException {
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(FILE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            SignedNote stored = read();
            if (!Objects.equals(stored, expected)) {
                throw new ForkedLogException("the tree head in " + directory.resolve(FILE)
                        + " is not the one this server stored last: another server writes to this log");
            }
            if (stored != null) {
                Checkpoint from = Checkpoint.parse(stored.text());
                Checkpoint to = Checkpoint.parse(next.text());
                boolean begins = from.size() == 0 && from.root().equals(Hash.EMPTY_TREE) && proof.isEmpty();
                if (!from.origin().equals(to.origin())
                        || from.size() >= to.size()
                        || !(begins || Proofs.consistent(from.size(), to.size(), proof, from.root(), to.root()))) {
                    throw new ForkedLogException("the tree of " + to.size()
                            + " entries does not continue the stored one of " + from.size() + " entries");
                }
            }
            write(FILE, next.encode().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Readable by the owner only. Writes beside the file, flushes, renames, flushes the directory: a crash leaves the old or the new content. */
    public void write(String name, byte[] content) throws IOException {
        Path staging = directory.resolve(name + ".new");
        Files.deleteIfExists(staging);
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(staging, fresh, OWNER_ONLY)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(
                staging, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    public Path directory() {
        return directory;
    }
}
