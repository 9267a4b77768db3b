package io.inhouse.local.storm;

import io.inhouse.local.home.Home;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder on a small file system of its own (tmpfs), so that it can be filled without harm to anything else. */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    private static final int ATTEMPTS = 20;

    private final Path folder;
    private final int megabytes;

    private SmallDisk(Path folder, int megabytes) {
        this.folder = folder;
        this.megabytes = megabytes;
    }

    /**
     * Mounts it.
     *
     * @param megabytes of which nothing is used before something is written
     * @throws IOException saying why it cannot be mounted, for example because the caller is not root
     */
    static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Home.directory(folder);
        SmallDisk disk = new SmallDisk(folder, megabytes);
        disk.run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + megabytes + "m", "inhouse-storm", folder.toString());
        return disk;
    }

    /** Leaves not one byte free: the file system shrinks to what is on it, and what is left over is written full. */
    void fill() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && !shrink(); attempt++) {
            // Somebody wrote meanwhile.
        }
        byte[] block = new byte[BLOCK];
        for (int size = BLOCK; size >= 1; size /= 16) {
            try (OutputStream out = Files.newOutputStream(filler().resolveSibling(".filler-" + size))) {
                while (true) {
                    out.write(block, 0, size);
                }
            } catch (IOException full) {
                // Smaller pieces may still fit.
            }
        }
    }

    /** Where that is not allowed (in a namespace of one's own, say), all of it is written full. */
    private boolean shrink() throws IOException {
        FileStore store = Files.getFileStore(folder);
        long used = store.getTotalSpace() - store.getUnallocatedSpace();
        try {
            run("mount", "-o", "remount,size=" + used, folder.toString());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    void free() throws IOException {
        FileStore store = Files.getFileStore(folder);
        if (store.getTotalSpace() < ((long) megabytes << 20)) {
            run("mount", "-o", "remount,size=" + megabytes + "m", folder.toString());
        }
        for (int size = BLOCK; size >= 1; size /= 16) {
            Files.deleteIfExists(filler().resolveSibling(".filler-" + size));
        }
    }

    private Path filler() {
        return folder.resolve(".filler");
    }

    private void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Unmounts it, with all that is on it. */
    @Override
    public void close() throws IOException {
        run("umount", folder.toString());
    }
}
