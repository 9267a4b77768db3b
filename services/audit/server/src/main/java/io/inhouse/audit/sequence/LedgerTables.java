package io.inhouse.audit.sequence;

import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.LeafBatch;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.Subtree;
import io.inhouse.recording.Envelope;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the sequencer reads and writes, many rows per statement. Every method works in the connection's transaction. */
final class LedgerTables {
    private final Connection connection;

    /** Where a stream stands; {@code next} is 0 for a stream without entries. */
    record StreamState(long next, long lastIndex, boolean closed) {
        static final StreamState NEW = new StreamState(0, -1, false);
    }

    LedgerTables(Connection connection) {
        this.connection = connection;
    }

    /** Locks the log's row until the transaction ends. */
    long lockSize() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT size FROM log FOR UPDATE");
                ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("the table log is empty: this database was not set up by this server");
            }
            return rows.getLong(1);
        }
    }

    void setSize(long size) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE log SET size = ?")) {
            update.setLong(1, size);
            update.executeUpdate();
        }
    }

    Map<String, StreamState> streams(Collection<String> names) throws SQLException {
        Map<String, StreamState> streams = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT stream, next_seq, last_idx, closed FROM stream WHERE stream = ANY (?)")) {
            select.setArray(1, texts(names));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    streams.put(
                            rows.getString(1), new StreamState(rows.getLong(2), rows.getLong(3), rows.getBoolean(4)));
                }
            }
        }
        return streams;
    }

    void saveStreams(Map<String, StreamState> streams) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO stream (stream, service, next_seq, last_idx, closed) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (stream) DO UPDATE
                SET next_seq = EXCLUDED.next_seq, last_idx = EXCLUDED.last_idx, closed = EXCLUDED.closed""")) {
            for (Map.Entry<String, StreamState> stream : streams.entrySet()) {
                insert.setString(1, stream.getKey());
                insert.setString(2, Leaf.serviceOf(stream.getKey()));
                insert.setLong(3, stream.getValue().next());
                insert.setLong(4, stream.getValue().lastIndex());
                insert.setBoolean(5, stream.getValue().closed());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    byte @Nullable [] leaf(String stream, long seq) throws SQLException {
        return bytes("SELECT leaf FROM entry WHERE stream = ? AND seq = ?", stream, seq);
    }

    byte @Nullable [] heldLeaf(String stream, long seq) throws SQLException {
        return bytes("SELECT leaf FROM held WHERE stream = ? AND seq = ?", stream, seq);
    }

    Set<String> knownIds(Collection<String> ids) throws SQLException {
        Set<String> known = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM entry WHERE id = ANY (?)")) {
            select.setArray(1, texts(ids));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getString(1));
                }
            }
        }
        return known;
    }

    void hold(ReceivedEntry entry, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO held (stream, seq, leaf, ct, ct_ref, dek, key_id, held_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""")) {
            Envelope envelope = entry.envelope();
            insert.setString(1, entry.stream());
            insert.setLong(2, entry.seq());
            insert.setBytes(3, envelope.leaf());
            insert.setBytes(4, envelope.ct());
            insert.setString(5, envelope.ctRef());
            insert.setBytes(6, envelope.dek());
            insert.setString(7, envelope.keyId());
            insert.setTimestamp(8, Timestamp.from(now));
            insert.executeUpdate();
        }
    }

    /** Takes the held entry out, if it is there. */
    @Nullable
    ReceivedEntry release(String stream, long seq) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM held WHERE stream = ? AND seq = ? RETURNING leaf, ct, ct_ref, dek, key_id""")) {
            delete.setString(1, stream);
            delete.setLong(2, seq);
            try (ResultSet rows = delete.executeQuery()) {
                return rows.next()
                        ? ReceivedEntry.of(new Envelope(
                                Envelope.VERSION,
                                rows.getBytes(1),
                                rows.getBytes(2),
                                rows.getString(3),
                                rows.getBytes(4),
                                rows.getString(5)))
                        : null;
            }
        }
    }

    /** Streams among these that have held entries; normally none. */
    Set<String> streamsWithHeld(Collection<String> names) throws SQLException {
        Set<String> streams = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT DISTINCT stream FROM held WHERE stream = ANY (?)")) {
            select.setArray(1, texts(names));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    streams.add(rows.getString(1));
                }
            }
        }
        return streams;
    }

    /** @return whether it is news */
    boolean setAside(String sha256, Incident incident, byte[] message, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO set_aside (sha256, reason, detail, stream, seq, message, found_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""")) {
            insert.setString(1, sha256);
            insert.setString(2, incident.reason());
            insert.setString(3, incident.detail());
            insert.setString(4, incident.stream());
            insert.setObject(5, incident.seq());
            insert.setBytes(6, message);
            insert.setTimestamp(7, Timestamp.from(now));
            return insert.executeUpdate() == 1;
        }
    }

    void appendEntries(long first, List<ReceivedEntry> entries) throws SQLException {
        int n = entries.size();
        Object[][] columns = new Object[13][n];
        Object[][] contents = new Object[5][n];
        List<Object[]> objects = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ReceivedEntry entry = entries.get(i);
            Leaf leaf = entry.leaf();
            Object[] row = {
                first + i,
                leaf.id(),
                leaf.stream(),
                leaf.seq(),
                leaf.ts().toString(),
                leaf.type(),
                leaf.outcome().code(),
                leaf.actorKind().code(),
                leaf.actorPseudonym(),
                leaf.subjectPseudonym(),
                leaf.project(),
                leaf.purpose(),
                entry.envelope().leaf()
            };
            Object[] content = {
                first + i,
                entry.envelope().ct(),
                entry.envelope().ctRef(),
                entry.envelope().dek(),
                entry.envelope().keyId()
            };
            copy(row, columns, i);
            copy(content, contents, i);
            int nr = 0;
            for (ObjectReference object : leaf.objects()) {
                objects.add(new Object[] {first + i, nr++, object.kind(), object.id(), object.digest()});
            }
        }
        insert(
                "entry (idx, id, stream, seq, ts, type, outcome, actor_kind, actor_p, subject_p, project, purpose, leaf)",
                columns,
                "bigint",
                "text",
                "text",
                "bigint",
                "timestamptz",
                "text",
                "text",
                "text",
                "text",
                "text",
                "text",
                "text",
                "bytea");
        insert("content (idx, ct, ct_ref, dek, key_id)", contents, "bigint", "bytea", "text", "bytea", "text");
        if (!objects.isEmpty()) {
            Object[][] transposed = new Object[5][objects.size()];
            for (int i = 0; i < objects.size(); i++) {
                copy(objects.get(i), transposed, i);
            }
            insert("entry_object (idx, nr, kind, id, digest)", transposed, "bigint", "int", "text", "text", "text");
        }
    }

    void appendNodes(Map<Subtree, Hash> nodes) throws SQLException {
        if (nodes.isEmpty()) {
            return;
        }
        Object[][] columns = new Object[3][nodes.size()];
        int i = 0;
        for (Map.Entry<Subtree, Hash> node : nodes.entrySet()) {
            copy(
                    new Object[] {
                        node.getKey().level(),
                        node.getKey().index(),
                        node.getValue().bytes()
                    },
                    columns,
                    i++);
        }
        insert("node (level, idx, hash)", columns, "int", "bigint", "bytea");
    }

    void appendBatch(LeafBatch batch, SignedNote note, List<String> locators) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO batch (first, count, note, locators) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, batch.first());
            insert.setInt(2, batch.hashes().size());
            insert.setString(3, note.encode());
            insert.setArray(4, texts(locators));
            insert.executeUpdate();
        }
    }

    private byte @Nullable [] bytes(String sql, String stream, long seq) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, stream);
            select.setLong(2, seq);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : null;
            }
        }
    }

    /** One statement for any number of rows: an array per column. */
    private void insert(String table, Object[][] columns, String... types) throws SQLException {
        StringBuilder arrays = new StringBuilder();
        for (String type : types) {
            arrays.append(arrays.isEmpty() ? "" : ", ")
                    .append("?::")
                    .append(type)
                    .append("[]");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " SELECT * FROM unnest(" + arrays + ")")) {
            for (int i = 0; i < types.length; i++) {
                Object[] column = types[i].equals("bytea") ? byteArrays(columns[i]) : columns[i];
                insert.setArray(i + 1, connection.createArrayOf(types[i], column));
            }
            insert.executeUpdate();
        }
    }

    private Array texts(Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static byte[][] byteArrays(Object[] values) {
        byte[][] arrays = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            arrays[i] = (byte[]) values[i];
        }
        return arrays;
    }

    private static void copy(@Nullable Object[] row, Object[][] columns, int at) {
        for (int column = 0; column < row.length; column++) {
            columns[column][at] = row[column];
        }
    }
}
