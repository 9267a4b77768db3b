package io.inhouse.audit.head;

import io.inhouse.audit.tree.StoredNodes;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.UnverifiedNoteException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.NoSuchElementException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs, stores and publishes tree heads. The order is the promise: the tree is committed, then its head is signed, then it
 * is stored outside PostgreSQL, then anybody may see it. Used by the sequencer's thread only.
 */
public final class TreeHeads {
    private static final Logger LOG = Logger.getLogger(TreeHeads.class);

    private final String origin;
    private final HeadSigner key;
    private final HeadStore store;
    private final Clock clock;
    private final Quorum quorum;
    private @Nullable SignedNote stored;
    private long published = -1;

    public TreeHeads(String origin, HeadSigner key, HeadStore store, Clock clock, Quorum quorum) {
        this.origin = origin;
        this.key = key;
        this.store = store;
        this.clock = clock;
        this.quorum = quorum;
    }

    /**
     * Compares the database with the stored tree head before anything else happens, and publishes what a crash left
     * unpublished.
     *
     * @throws ForkedLogException if the database is behind the stored head, or contradicts it
     */
    public void recover(Connection connection) throws SQLException, IOException, ForkedLogException {
        claim(connection);
        stored = store.read();
        long size = size(connection);
        if (stored == null) {
            if (published(connection) != null) {
                throw new ForkedLogException(
                        "tree heads were published but " + store.directory().resolve(HeadStore.FILE)
                                + " is gone: restore the directory inhouse.audit.head-directory");
            }
        } else {
            check(connection, stored, size);
        }
        publish(connection);
    }

    /**
     * Signs and stores the head of the committed tree, if that is not done yet, and publishes the newest that the witnesses
     * agreed to. They are not waited for: call again.
     *
     * @return entries in the published head, -1 before the first
     * @throws ForkedLogException if the stored head is not what this tree continues
     */
    public long publish(Connection connection) throws SQLException, IOException, ForkedLogException {
        long size = size(connection);
        long storedSize = stored == null ? -1 : Checkpoint.parse(stored.text()).size();
        // A crash before this point leaves a committed tree without a head: recover() comes here.
        if (size > storedSize) {
            StoredNodes nodes = new StoredNodes(connection);
            SignedNote next = key.sign(new Checkpoint(origin, size, Proofs.root(size, nodes)));
            List<Hash> proof = storedSize < 1 ? List.of() : Proofs.consistency(storedSize, size, nodes);
            store.swap(stored, next, proof);
            stored = next;
        }
        // A crash before this point leaves a stored head that nobody saw: the same head is published after the restart.
        if (stored != null) {
            quorum.ask(stored);
        }
        SignedNote agreed = quorum.agreed();
        long agreedSize = agreed == null ? -1 : Checkpoint.parse(agreed.text()).size();
        if (agreed != null && agreedSize > published) {
            insert(connection, agreedSize, agreed);
            published = agreedSize;
        }
        return published;
    }

    /** Whether a stored head waits for witnesses. */
    public boolean isWaiting() {
        return stored != null && Checkpoint.parse(stored.text()).size() > published;
    }

    private void check(Connection connection, SignedNote note, long size) throws SQLException, ForkedLogException {
        Checkpoint head = Checkpoint.parse(note.text());
        try {
            note.verify(List.of(key.verifier()));
        } catch (UnverifiedNoteException e) {
            throw new ForkedLogException("the stored tree head is not by this log's key: " + e.getMessage());
        }
        if (!head.origin().equals(origin)) {
            throw new ForkedLogException(
                    "the stored tree head is of the log " + head.origin() + ", but inhouse.audit.origin is " + origin);
        }
        if (head.size() > size) {
            throw new ForkedLogException("PostgreSQL holds " + size + " entries, but a tree head of " + head.size()
                    + " was signed: the database was restored to an earlier state. A log does not fork, so this server does not"
                    + " start. Restore a database that holds all " + head.size() + " entries");
        }
        Hash root;
        try {
            root = Proofs.root(head.size(), new StoredNodes(connection));
        } catch (NoSuchElementException e) {
            throw new ForkedLogException("PostgreSQL lacks a part of the tree that was signed: " + e.getMessage());
        }
        if (!root.equals(head.root())) {
            throw new ForkedLogException("PostgreSQL's first " + head.size()
                    + " entries are not those that were signed: the database was changed or belongs to another log. This"
                    + " server does not start");
        }
    }

    /** The first start writes which log this is; every later one compares. */
    private void claim(Connection connection) throws SQLException, ForkedLogException {
        String vkey = key.verifier().toString();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO log (origin, vkey) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, origin);
            insert.setString(2, vkey);
            if (insert.executeUpdate() == 1) {
                LOG.infof("a new log begins origin=%s key=%s", origin, vkey);
                return;
            }
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT origin, vkey FROM log");
                ResultSet rows = select.executeQuery()) {
            if (rows.next()
                    && !(rows.getString(1).equals(origin) && rows.getString(2).equals(vkey))) {
                throw new ForkedLogException("this database holds the log " + rows.getString(1) + " with the key "
                        + rows.getString(2) + ", but configured are " + origin + " and " + vkey
                        + ". Check inhouse.audit.origin and inhouse.audit.head-directory");
            }
        }
    }

    private void insert(Connection connection, long size, SignedNote note) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO tree_head (size, note, published_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setLong(1, size);
            insert.setString(2, note.encode());
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
    }

    private static long size(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT size FROM log");
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static @Nullable Long published(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT max(size) FROM tree_head");
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getObject(1, Long.class) : null;
        }
    }
}
