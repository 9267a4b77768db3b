package io.inhouse.local.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Held while one launcher changes what runs in a home; the system releases it if that launcher dies. */
public final class HomeLock implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param tell called once if somebody else has it
     * @throws IOException if it is still taken after {@code patience}
     */
    public static HomeLock take(Home home, Duration patience, Consumer<String> tell) throws IOException {
        Home.directory(home.root());
        FileChannel channel = FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (tryLock(channel) == null) {
            String holder = "another ./inhouse (pid "
                    + Files.readString(home.lockFile()).strip() + ") is working on " + home.root();
            if (System.nanoTime() > deadline) {
                channel.close();
                throw new IOException(holder + "; wait for it to end, or stop it, and run this again");
            }
            if (!told) {
                tell.accept(holder + "; waiting for it to end");
                told = true;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        channel.truncate(0);
        channel.write(java.nio.ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        return new HomeLock(channel);
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
