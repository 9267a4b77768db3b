package io.inhouse.training.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One trainer at a time in a job's directory. A lease alone does not say so: a trainer that lost it learns that only between
 * two steps, and may be at work when the next one begins. The kernel gives the lock back however its process ends.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "trainer.lock";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until no other trainer is at work in the directory.
     *
     * @param pulse hears that there is something to wait for, and says whether it is still worth it
     * @throws CancellationException if the job is not wanted any more
     * @throws IOException if the other one is still there after {@code patience}
     */
    static DirectoryLock take(Path directory, Duration patience, Pulse pulse) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            for (boolean told = false; tryLock(channel) == null; told = true) {
                if (!told) {
                    pulse.tell("another trainer is still at work in the job's directory; waiting until it has stopped");
                }
                if (!pulse.mayContinue()) {
                    throw new CancellationException("stopped while another trainer was at work");
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("another trainer has not left " + directory + " within "
                            + patience.toSeconds() + " s; if it hangs, end its process");
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
            return new DirectoryLock(channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
