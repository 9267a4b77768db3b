package io.inhouse.audit.sequence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The one connection that holds the sequencer's lock and does all its work. When the connection is lost, so is the lock, and
 * no transaction can be committed without it.
 */
public final class SequencerConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SequencerConnection.class);
    /** Arbitrary, the same in every audit server. */
    private static final long LOCK = 0x1A0D17L;

    private static final Duration RETRY = Duration.ofMillis(500);

    private final Connection connection;

    private SequencerConnection(Connection connection) {
        this.connection = connection;
    }

    /** @throws SQLException if PostgreSQL fails, or another server still holds the lock after {@code patience} */
    public static SequencerConnection take(DataSource dataSource, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        Connection connection = dataSource.getConnection();
        try {
            connection.setAutoCommit(true);
            while (!lock(connection)) {
                if (System.nanoTime() > deadline) {
                    throw new SQLException("another audit server holds this log; only one may write it. Stop it first");
                }
                TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
            }
            return new SequencerConnection(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
            throw new SQLException("interrupted while waiting for the log", e);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try (connection;
                PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock_all()")) {
            unlock.execute();
        } catch (SQLException e) {
            // The lock ends with the connection at the latest.
            LOG.debugf("the sequencer's connection was already gone reason=%s", e.getMessage());
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet rows = lock.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
