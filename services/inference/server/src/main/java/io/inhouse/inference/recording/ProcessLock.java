package io.inhouse.inference.recording;

import io.agroal.api.AgroalDataSource;
import io.inhouse.identifiers.Identifiers;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells living processes from dead ones: each holds a PostgreSQL advisory lock on its name with a connection of its own,
 * and PostgreSQL releases it when the process is gone, however it went.
 */
@ApplicationScoped
public class ProcessLock {
    private static final int AFTER_THE_RECORDER = 100;
    private static final int VALIDATION_SECONDS = 5;

    private static final Logger LOG = Logger.getLogger(ProcessLock.class);

    private final AgroalDataSource dataSource;
    private final String name;
    /** Guarded by this. */
    private @Nullable Connection held;

    ProcessLock(AgroalDataSource dataSource, Identifiers identifiers) {
        this.dataSource = dataSource;
        this.name = identifiers.next("inference");
    }

    /** This process. */
    String name() {
        return name;
    }

    void start(@Observes @Priority(AFTER_THE_RECORDER) StartupEvent event) throws SQLException {
        hold();
    }

    /** Takes the lock, also again after its connection broke: with the connection the database forgot it. */
    synchronized void hold() throws SQLException {
        if (held != null) {
            if (held.isValid(VALIDATION_SECONDS)) {
                return;
            }
            stop();
        }
        Connection connection = dataSource.getConnection();
        try {
            if (!lock(connection, name)) {
                throw new IllegalStateException("another process has this process's name");
            }
            held = connection;
        } finally {
            if (held == null) {
                connection.close();
            }
        }
    }

    /** Does {@code work} if the process of this name is gone; only one process does so at a time. */
    void ifGone(String other, Runnable work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (lock(connection, other)) {
                try {
                    work.run();
                } finally {
                    ask(connection, "SELECT pg_advisory_unlock(hashtextextended(?, 0))", other);
                }
            }
        }
    }

    private static boolean lock(Connection connection, String process) throws SQLException {
        return ask(connection, "SELECT pg_try_advisory_lock(hashtextextended(?, 0))", process);
    }

    private static boolean ask(Connection connection, String sql, String process) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, process);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    /** Closing the pool ends the connection, which releases the lock. */
    @PreDestroy
    synchronized void stop() {
        try {
            if (held != null) {
                held.close();
            }
        } catch (SQLException e) {
            LOG.debugf("the connection is gone already reason=%s", e.getMessage());
        } finally {
            held = null;
        }
    }
}
