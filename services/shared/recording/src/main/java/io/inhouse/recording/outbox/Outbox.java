package io.inhouse.recording.outbox;

import io.inhouse.recording.Envelope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code stream} and {@code outbox}. Every method works on the connection, and so in the transaction, it is given. */
public final class Outbox {
    /** Bytes of content read at once; one row more than that may be. */
    private static final long READ_AT_ONCE = 8L << 20;

    /** @param seq its number in its stream */
    public record Row(String stream, long seq, String eventId, Envelope envelope, Instant recordedAt) {}

    /**
     * @param nextSeq number of the entry that comes next
     * @param loggedSeq last number that is logged, -1 if none is
     */
    public record Stream(String id, long nextSeq, long loggedSeq, boolean closed) {}

    /**
     * @param entries recorded and not logged
     * @param oldest when the oldest of them was recorded
     */
    public record Unlogged(long entries, @Nullable Instant oldest) {}

    /** Makes a stream. Its first entry has to follow in the same transaction. */
    public void open(Connection connection, String stream, String service, Instant now) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO recording.stream (id, service, opened_at) VALUES (?, ?, ?)")) {
            insert.setString(1, stream);
            insert.setString(2, service);
            insert.setTimestamp(3, Timestamp.from(now));
            insert.executeUpdate();
        }
    }

    /** The service's newest stream: on one machine that of the process before. */
    public Optional<Stream> newest(Connection connection, String service) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, next_seq, logged_seq, closed_at IS NOT NULL FROM recording.stream
                WHERE service = ? ORDER BY opened_at DESC, id DESC LIMIT 1""")) {
            select.setString(1, service);
            return streams(select).stream().findFirst();
        }
    }

    /**
     * Takes {@code count} numbers, and with them the stream, until the transaction ends.
     *
     * @return the first of them
     * @throws StreamClosedException if the stream is closed or was never opened
     */
    public long take(Connection connection, String stream, int count) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE recording.stream SET next_seq = next_seq + ? WHERE id = ? AND closed_at IS NULL
                RETURNING next_seq""")) {
            update.setInt(1, count);
            update.setString(2, stream);
            try (ResultSet rows = update.executeQuery()) {
                if (!rows.next()) {
                    throw new StreamClosedException(stream);
                }
                return rows.getLong(1) - count;
            }
        }
    }

    public void close(Connection connection, String stream, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE recording.stream SET closed_at = ? WHERE id = ? AND closed_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setString(2, stream);
            update.executeUpdate();
        }
    }

    public void append(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO recording.outbox (stream, seq, event_id, leaf, ct, ct_ref, dek, key_id, recorded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Row row : rows) {
                insert.setString(1, row.stream());
                insert.setLong(2, row.seq());
                insert.setString(3, row.eventId());
                insert.setBytes(4, row.envelope().leaf());
                insert.setBytes(5, row.envelope().ct());
                insert.setString(6, row.envelope().ctRef());
                insert.setBytes(7, row.envelope().dek());
                insert.setString(8, row.envelope().keyId());
                insert.setTimestamp(9, Timestamp.from(row.recordedAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Streams with entries that are not yet logged, oldest first. */
    public List<Stream> notAllLogged(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, next_seq, logged_seq, closed_at IS NOT NULL FROM recording.stream
                WHERE logged_seq < next_seq - 1 ORDER BY opened_at, id""")) {
            return streams(select);
        }
    }

    /** The stream's next entries after {@code after}, in order: at most {@code limit}, and about 8 MB. */
    public List<Row> read(Connection connection, String stream, long after, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT seq, event_id, leaf, ct, ct_ref, dek, key_id, recorded_at FROM (
                  SELECT *, sum(size) OVER (ORDER BY seq) - size AS before FROM (
                    SELECT *, octet_length(leaf) + coalesce(octet_length(ct), 0) AS size FROM recording.outbox
                    WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?) next) sized
                WHERE before < ? ORDER BY seq""")) {
            select.setString(1, stream);
            select.setLong(2, after);
            select.setInt(3, limit);
            // Here and not while reading: outside a transaction the driver takes all rows at once.
            select.setLong(4, READ_AT_ONCE);
            List<Row> read = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Envelope envelope = new Envelope(
                            Envelope.VERSION,
                            rows.getBytes(3),
                            rows.getBytes(4),
                            rows.getString(5),
                            rows.getBytes(6),
                            rows.getString(7));
                    read.add(new Row(
                            stream,
                            rows.getLong(1),
                            rows.getString(2),
                            envelope,
                            rows.getTimestamp(8).toInstant()));
                }
            }
            return read;
        }
    }

    /**
     * Notes that the stream is logged up to {@code seq} and removes those entries from the outbox.
     *
     * @return whether that was news
     */
    public boolean logged(Connection connection, String stream, long seq) throws SQLException {
        long upTo;
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE recording.stream SET logged_seq = LEAST(?, next_seq - 1) WHERE id = ? AND logged_seq < ?
                RETURNING logged_seq""")) {
            update.setLong(1, seq);
            update.setString(2, stream);
            update.setLong(3, seq);
            try (ResultSet rows = update.executeQuery()) {
                if (!rows.next()) {
                    return false;
                }
                upTo = rows.getLong(1);
            }
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM recording.outbox WHERE stream = ? AND seq <= ?")) {
            delete.setString(1, stream);
            delete.setLong(2, upTo);
            delete.executeUpdate();
        }
        return true;
    }

    /** How much is recorded and not logged. */
    public Unlogged unlogged(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT COALESCE(sum(s.next_seq - 1 - s.logged_seq), 0), min(o.recorded_at)
                FROM recording.stream s
                LEFT JOIN LATERAL (SELECT recorded_at FROM recording.outbox
                                   WHERE stream = s.id AND seq > s.logged_seq ORDER BY seq LIMIT 1) o ON true
                WHERE s.logged_seq < s.next_seq - 1""")) {
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                Timestamp oldest = rows.getTimestamp(2);
                return new Unlogged(rows.getLong(1), oldest == null ? null : oldest.toInstant());
            }
        }
    }

    private static List<Stream> streams(PreparedStatement select) throws SQLException {
        List<Stream> streams = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                streams.add(new Stream(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getBoolean(4)));
            }
        }
        return streams;
    }

    /** The stream takes no more entries. */
    public static final class StreamClosedException extends SQLException {
        private static final long serialVersionUID = 1L;

        StreamClosedException(String stream) {
            super("the stream " + stream + " is closed");
        }
    }
}
