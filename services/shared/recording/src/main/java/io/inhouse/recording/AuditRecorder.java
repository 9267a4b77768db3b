package io.inhouse.recording;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.outbox.Backlog;
import io.inhouse.recording.outbox.Outbox;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Records into one stream: this incarnation of this process. {@link #open} begins the stream, {@link #close} ends it;
 * between the two, entries get gapless numbers in the order in which they commit.
 */
public class AuditRecorder implements Recorder {
    private static final Logger LOG = Logger.getLogger(AuditRecorder.class);
    /** Marks a transaction that holds the stream. */
    private static final Object HOLDS_STREAM = new Object();

    private final DataSource dataSource;
    private final Outbox outbox;
    private final EventContents contents;
    private final Backlog backlog;
    private final TransactionManager transactions;
    private final TransactionSynchronizationRegistry synchronizations;
    private final Identifiers identifiers;
    private final Clock clock;
    private final RecordingConfig config;
    private final Runnable committed;

    private volatile @Nullable Stream current;

    private record Stream(String id, GroupCommit group) {}

    /** @param committed called when entries may have become durable; must not block */
    public AuditRecorder(
            DataSource dataSource,
            Outbox outbox,
            EventContents contents,
            Backlog backlog,
            TransactionManager transactions,
            TransactionSynchronizationRegistry synchronizations,
            Identifiers identifiers,
            Clock clock,
            RecordingConfig config,
            Runnable committed) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.contents = contents;
        this.backlog = backlog;
        this.transactions = transactions;
        this.synchronizations = synchronizations;
        this.identifiers = identifiers;
        this.clock = clock;
        this.config = config;
        this.committed = committed;
    }

    /**
     * Begins this process's stream. Its first entry names the stream of the process before and whether that was closed.
     *
     * @param host on which this process runs
     */
    public synchronized void open(String host) throws SQLException {
        if (current != null) {
            throw new IllegalStateException("the stream is open already");
        }
        String stream = config.service() + "-" + identifiers.nextUuid();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            AuditEvent.Builder event = AuditEvent.of(Leaf.STREAM_OPEN)
                    .bySystem(config.service())
                    .content("service", config.service())
                    .content("version", config.version())
                    .content("host", host);
            Optional<Outbox.Stream> before = outbox.newest(connection, config.service());
            before.ifPresent(b -> {
                Map<String, Object> previous = new LinkedHashMap<>();
                previous.put("stream", b.id());
                previous.put("lastSeq", b.nextSeq() - 1);
                previous.put("closed", b.closed());
                event.content("previous", previous);
            });
            outbox.open(connection, stream, config.service(), clock.instant());
            write(connection, contents.prepare(stream, event.build(), clock.instant()));
            connection.commit();
            before.filter(b -> !b.closed())
                    .ifPresent(b -> LOG.infof("the process before did not end orderly stream=%s", b.id()));
        }
        current = new Stream(stream, new GroupCommit(dataSource, outbox, clock, config, committed));
        committed.run();
        LOG.infof("recording stream=%s", stream);
    }

    /** Ends the stream: changes under way finish first, what comes later is refused. */
    public synchronized void close() {
        Stream stream = current;
        if (stream == null) {
            return;
        }
        current = null;
        stream.group.close();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            AuditEvent event = AuditEvent.of(Leaf.STREAM_CLOSE)
                    .bySystem(config.service())
                    .content("service", config.service())
                    .build();
            write(connection, contents.prepare(stream.id, event, clock.instant()));
            outbox.close(connection, stream.id, clock.instant());
            connection.commit();
            committed.run();
            LOG.infof("recording ended stream=%s", stream.id);
        } catch (SQLException | PlatformException e) {
            LOG.errorf("the stream could not be closed stream=%s reason=%s", stream.id, e.getMessage());
        }
    }

    /** The stream that entries go to now. */
    public String stream() {
        return open().id;
    }

    @Override
    public String record(AuditEvent event) {
        backlog.check();
        requireTransaction();
        Stream stream = open();
        try {
            EventContents.Prepared prepared = contents.prepare(stream.id, event, clock.instant());
            try (Connection connection = dataSource.getConnection()) {
                write(connection, prepared);
            }
            if (synchronizations.getResource(HOLDS_STREAM) == null) {
                synchronizations.putResource(HOLDS_STREAM, true);
                synchronizations.registerInterposedSynchronization(new AfterCommit(committed));
            }
            return prepared.id();
        } catch (SQLException e) {
            rollBack();
            throw new PlatformException(
                    Failure.RECORD_UNAVAILABLE,
                    e instanceof Outbox.StreamClosedException
                            ? "this process is ending"
                            : "the database did not take the entry, so the change is not made either",
                    Map.of("retryAfterSeconds", 5),
                    e);
        } catch (RuntimeException e) {
            rollBack();
            throw e;
        }
    }

    @Override
    public String recordNow(AuditEvent event) {
        backlog.check();
        if (synchronizations.getTransactionStatus() != Status.STATUS_NO_TRANSACTION
                && synchronizations.getResource(HOLDS_STREAM) != null) {
            throw new IllegalStateException(
                    "this transaction has recorded already and holds the stream; use record() within it");
        }
        Stream stream = open();
        return stream.group.commit(contents.prepare(stream.id, event, clock.instant()));
    }

    private void write(Connection connection, EventContents.Prepared prepared) throws SQLException {
        long seq = outbox.take(connection, prepared.stream(), 1);
        // The time is taken after the number, so that times do not run backwards within a stream.
        Instant now = clock.instant();
        prepared.claim(connection);
        outbox.append(
                connection,
                List.of(new Outbox.Row(prepared.stream(), seq, prepared.id(), prepared.envelope(seq, now), now)));
    }

    private Stream open() {
        Stream stream = current;
        if (stream == null) {
            throw new PlatformException(
                    Failure.RECORD_UNAVAILABLE,
                    "this process does not record: it is starting or ending",
                    Map.of("retryAfterSeconds", 5));
        }
        return stream;
    }

    private void requireTransaction() {
        try {
            if (transactions.getStatus() != Status.STATUS_ACTIVE) {
                throw new IllegalStateException(
                        "record() belongs into the transaction of the change it describes; without one use recordNow()");
            }
        } catch (SystemException e) {
            throw new IllegalStateException("the transaction manager does not answer", e);
        }
    }

    private void rollBack() {
        try {
            transactions.setRollbackOnly();
        } catch (SystemException | IllegalStateException e) {
            LOG.debugf("the transaction has ended already reason=%s", e.getMessage());
        }
    }

    private record AfterCommit(Runnable committed) implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                committed.run();
            }
        }
    }
}
