package io.inhouse.recording.outbox;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How much is recorded but not yet logged, and where that ends: beyond the limits nothing more may be recorded. Entries
 * that earlier processes left are counted, but their age only from the start of this one, so that a platform that was
 * switched off for a night can deliver them first.
 */
public final class Backlog {
    private final DataSource dataSource;
    private final Outbox outbox;
    private final Clock clock;
    private final Duration maxLag;
    private final long maxEntries;

    private volatile State state = new State(0, null, Instant.MIN);

    /** @param lag age of the oldest entry that is not logged, zero if there is none */
    public record Measure(long entries, Duration lag, boolean accepting) {}

    private record State(long entries, @Nullable Instant oldest, Instant started) {}

    public Backlog(DataSource dataSource, Outbox outbox, Clock clock, Duration maxLag, long maxEntries) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.clock = clock;
        this.maxLag = maxLag;
        this.maxEntries = maxEntries;
    }

    /** From now on entries grow old. */
    public void start() throws SQLException {
        state = new State(0, null, clock.instant());
        measure();
    }

    /** Looks at the tables. */
    public void measure() throws SQLException {
        State before = state;
        try (Connection connection = dataSource.getConnection()) {
            Outbox.Unlogged unlogged = outbox.unlogged(connection);
            Instant oldest = unlogged.oldest();
            if (oldest != null && oldest.isBefore(before.started)) {
                oldest = before.started;
            }
            state = new State(unlogged.entries(), oldest, before.started);
        }
    }

    /** @throws PlatformException {@code RECORD_UNAVAILABLE} if a limit is exceeded; it says which */
    public void check() {
        State now = state;
        Duration lag = lag(now);
        if (lag.compareTo(maxLag) > 0) {
            throw new PlatformException(
                    Failure.RECORD_UNAVAILABLE,
                    "the oldest entry of the record has waited " + lag.toSeconds()
                            + " s to be logged, more than the allowed " + maxLag.toSeconds()
                            + " s (inhouse.recording.max-lag). Check Kafka and the audit server",
                    Map.of("lagSeconds", lag.toSeconds(), "backlog", now.entries, "retryAfterSeconds", 30));
        }
        if (now.entries > maxEntries) {
            throw new PlatformException(
                    Failure.RECORD_UNAVAILABLE,
                    now.entries + " entries of the record wait to be logged, more than the allowed " + maxEntries
                            + " (inhouse.recording.max-backlog). Check Kafka and the audit server",
                    Map.of("lagSeconds", lag.toSeconds(), "backlog", now.entries, "retryAfterSeconds", 30));
        }
    }

    public Measure now() {
        State now = state;
        Duration lag = lag(now);
        return new Measure(now.entries, lag, lag.compareTo(maxLag) <= 0 && now.entries <= maxEntries);
    }

    private Duration lag(State at) {
        return at.oldest == null ? Duration.ZERO : Duration.between(at.oldest, clock.instant());
    }
}
