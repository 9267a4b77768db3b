package io.inhouse.recording;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.recording.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that commits events which belong to no other change: all that wait share a transaction and one flush of
 * the disk. If that fails, every one of them is refused. The thread keeps a connection of its own, so that callers who hold
 * all the others cannot starve it.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    /** A change that holds the stream longer than this makes the group fail. */
    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '8s'";

    private final DataSource dataSource;
    private final Outbox outbox;
    private final Clock clock;
    private final int group;
    private final Duration patience;
    private final Runnable committed;
    private final BlockingQueue<Waiting> queue;
    private final Thread thread;
    private volatile boolean stopping;

    private record Waiting(EventContents.Prepared prepared, CompletableFuture<String> done) {}

    GroupCommit(DataSource dataSource, Outbox outbox, Clock clock, RecordingConfig config, Runnable committed) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.clock = clock;
        this.group = config.group();
        this.patience = config.patience();
        this.committed = committed;
        this.queue = new ArrayBlockingQueue<>(config.queue());
        this.thread = Thread.ofPlatform().daemon().name("recorder").start(this::run);
    }

    /** Returns when the event is committed. */
    String commit(EventContents.Prepared prepared) {
        CompletableFuture<String> done = new CompletableFuture<>();
        if (stopping || !queue.offer(new Waiting(prepared, done))) {
            throw unavailable(
                    stopping ? "this process is ending" : "too many entries wait to be recorded; try again", null);
        }
        try {
            return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unavailable("the database did not commit the entry within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw unavailable("the database did not commit the entry", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while the entry was being recorded", e);
        }
    }

    /** Commits what waits, and takes nothing more. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Waiting> waiting = new ArrayList<>();
        @Nullable Connection connection = null;
        while (true) {
            try {
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (stopping) {
                        break;
                    }
                    continue;
                }
                waiting.add(first);
                queue.drainTo(waiting, group - 1);
                if (connection == null || !connection.isValid(5)) {
                    close(connection);
                    connection = dataSource.getConnection();
                    connection.setAutoCommit(false);
                }
                write(connection, waiting);
                // Commit point: from here on every one of these entries survives a crash.
                connection.commit();
                committed.run();
                waiting.forEach(w -> w.done.complete(w.prepared.id()));
            } catch (SQLException | RuntimeException e) {
                LOG.errorf(
                        "entries could not be recorded and their callers are refused entries=%d reason=%s",
                        waiting.size(), e.getMessage());
                close(connection);
                connection = null;
                waiting.forEach(w -> w.done.completeExceptionally(e));
            } catch (InterruptedException e) {
                break;
            } finally {
                waiting.clear();
            }
        }
        close(connection);
    }

    private void write(Connection connection, List<Waiting> waiting) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(LOCK_TIMEOUT);
        }
        String stream = waiting.getFirst().prepared.stream();
        long seq = outbox.take(connection, stream, waiting.size());
        Instant now = clock.instant();
        List<Outbox.Row> rows = new ArrayList<>(waiting.size());
        for (Waiting w : waiting) {
            w.prepared.claim(connection);
            rows.add(new Outbox.Row(stream, seq, w.prepared.id(), w.prepared.envelope(seq, now), now));
            seq++;
        }
        outbox.append(connection, rows);
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debugf("a broken connection could not be closed reason=%s", e.getMessage());
        }
    }

    private static PlatformException unavailable(String detail, @Nullable Throwable cause) {
        return new PlatformException(Failure.RECORD_UNAVAILABLE, detail, Map.of("retryAfterSeconds", 5), cause);
    }
}
