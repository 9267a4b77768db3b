package io.inhouse.audit.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.audit.head.HeadStore;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.LeafBatch;
import io.inhouse.ledger.ObjectReference;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.Subtree;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Recomputes everything that is stored at one moment from the leaves' bytes alone, and compares. */
public final class LedgerOracle {
    private final DataSource dataSource;
    private final HeadStore store;
    private final VerifierKey key;

    public LedgerOracle(DataSource dataSource, HeadStore store, VerifierKey key) {
        this.dataSource = dataSource;
        this.store = store;
        this.key = key;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** @param size entries that have to be there, all of them covered by the stored and published tree head */
    public void assertIntact(long size) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                assertIntact(connection, size);
            } finally {
                connection.rollback();
            }
        }
    }

    private void assertIntact(Connection connection, long size) throws SQLException, IOException {
        CompactRange tree = new CompactRange();
        List<Hash> hashes = new ArrayList<>();
        List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY_TREE));
        Map<Subtree, Hash> nodes = new HashMap<>();
        Map<String, Long> next = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        Map<String, Boolean> closed = new HashMap<>();
        List<String> objects = new ArrayList<>();
        rows(
                connection,
                "SELECT idx, id, stream, seq, ts, type, outcome, actor_kind, actor_p, subject_p, project, purpose, leaf FROM entry ORDER BY idx",
                row -> {
                    long index = hashes.size();
                    Leaf leaf = Leaf.parse(row.getBytes("leaf"));
                    assertThat(row.getLong("idx")).as("index without gap").isEqualTo(index);
                    assertThat(row.getString("id")).isEqualTo(leaf.id());
                    assertThat(row.getString("stream")).isEqualTo(leaf.stream());
                    assertThat(row.getLong("seq")).isEqualTo(leaf.seq());
                    assertThat(row.getTimestamp("ts").toInstant()).isEqualTo(leaf.ts());
                    assertThat(row.getString("type")).isEqualTo(leaf.type());
                    assertThat(row.getString("outcome"))
                            .isEqualTo(leaf.outcome().code());
                    assertThat(row.getString("actor_kind"))
                            .isEqualTo(leaf.actorKind().code());
                    assertThat(row.getString("actor_p")).isEqualTo(leaf.actorPseudonym());
                    assertThat(row.getString("subject_p")).isEqualTo(leaf.subjectPseudonym());
                    assertThat(row.getString("project")).isEqualTo(leaf.project());
                    assertThat(row.getString("purpose")).isEqualTo(leaf.purpose());
                    assertThat(leaf.seq())
                            .as("number without gap in " + leaf.stream())
                            .isEqualTo(next.getOrDefault(leaf.stream(), 0L));
                    next.put(leaf.stream(), leaf.seq() + 1);
                    last.put(leaf.stream(), index);
                    closed.put(leaf.stream(), leaf.type().equals(Leaf.STREAM_CLOSE));
                    for (ObjectReference object : leaf.objects()) {
                        objects.add(index + " " + object);
                    }
                    hashes.add(Hash.ofLeaf(row.getBytes("leaf")));
                    tree.append(hashes.getLast(), (level, at, hash) -> nodes.put(new Subtree(level, at), hash));
                    roots.add(tree.root());
                });
        assertThat(hashes).hasSize((int) size);
        rows(
                connection,
                "SELECT size FROM log",
                row -> assertThat(row.getLong(1)).isEqualTo(size));
        nodes.keySet().removeIf(node -> node.level() == 0);
        rows(
                connection,
                "SELECT level, idx, hash FROM node",
                row -> assertThat(nodes.remove(new Subtree(row.getInt(1), row.getLong(2))))
                        .isEqualTo(Hash.of(row.getBytes(3))));
        assertThat(nodes).as("nodes that are not stored").isEmpty();
        rows(
                connection,
                "SELECT idx, kind, id, digest FROM entry_object ORDER BY idx, nr",
                row -> assertThat(row.getLong(1) + " "
                                + new ObjectReference(row.getString(2), row.getString(3), row.getString(4)))
                        .isEqualTo(objects.removeFirst()));
        assertThat(objects).isEmpty();
        rows(
                connection,
                "SELECT count(*) FROM content",
                row -> assertThat(row.getLong(1)).isEqualTo(size));
        rows(connection, "SELECT stream, service, next_seq, last_idx, closed FROM stream", row -> {
            String stream = row.getString(1);
            assertThat(row.getString(2)).isEqualTo(Leaf.serviceOf(stream));
            assertThat(row.getLong(3)).isEqualTo(next.remove(stream));
            assertThat(row.getLong(4)).isEqualTo(last.get(stream));
            assertThat(row.getBoolean(5)).isEqualTo(closed.get(stream));
        });
        assertThat(next).as("streams that are not stored").isEmpty();
        assertBatches(connection, hashes);
        assertHeads(connection, roots, size);
    }

    private void assertBatches(Connection connection, List<Hash> hashes) throws SQLException {
        List<Hash> signed = new ArrayList<>();
        rows(connection, "SELECT first, count, note, locators FROM batch ORDER BY first", row -> {
            SignedNote note = verified(row.getString(3));
            LeafBatch batch = LeafBatch.parse(note.text());
            assertThat(batch.first()).isEqualTo(row.getLong(1)).isEqualTo(signed.size());
            assertThat(batch.hashes()).hasSize(row.getInt(2));
            if (batch.hashes().size() > 1) {
                List<String> locators = List.of((String[]) row.getArray(4).getArray());
                assertThat(batch.changed(locators, key)).isEmpty();
            }
            signed.addAll(batch.hashes());
        });
        assertThat(signed).isEqualTo(hashes);
    }

    private void assertHeads(Connection connection, List<Hash> roots, long size) throws SQLException, IOException {
        List<SignedNote> published = new ArrayList<>();
        rows(connection, "SELECT size, note FROM tree_head ORDER BY size", row -> {
            SignedNote note = verified(row.getString(2));
            Checkpoint head = Checkpoint.parse(note.text());
            assertThat(head.size()).isEqualTo(row.getLong(1));
            assertThat(head.root()).as("root at " + head.size()).isEqualTo(roots.get((int) head.size()));
            published.add(note);
        });
        assertThat(published).isNotEmpty();
        assertThat(Checkpoint.parse(published.getLast().text()).size()).isEqualTo(size);
        assertThat(store.read()).isEqualTo(published.getLast());
    }

    private SignedNote verified(String text) {
        SignedNote note = SignedNote.parse(text);
        try {
            note.verify(List.of(key));
        } catch (UnverifiedNoteException e) {
            throw new AssertionError(e);
        }
        return note;
    }

    private static void rows(Connection connection, String sql, Row each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                each.read(rows);
            }
        }
    }
}
