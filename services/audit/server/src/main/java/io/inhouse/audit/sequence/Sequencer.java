package io.inhouse.audit.sequence;

import io.inhouse.audit.tree.StoredNodes;
import io.inhouse.ledger.Commitments;
import io.inhouse.ledger.CompactRange;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.LeafBatch;
import io.inhouse.ledger.SigningKey;
import io.inhouse.ledger.Subtree;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries their place. One call is one transaction: index, leaf, content, nodes, signed list and tree size appear
 * together or not at all. Used by one thread.
 */
public final class Sequencer {
    private static final Logger LOG = Logger.getLogger(Sequencer.class);

    private final String origin;
    private final SigningKey key;
    private final Clock clock;
    private @Nullable CompactRange committed;

    /**
     * What a transaction did.
     *
     * @param size of the tree after it
     * @param appended entries that got a place
     * @param upTo for each stream seen, the last number that has a place
     */
    public record Sequenced(long size, int appended, Map<String, Long> upTo) {}

    public Sequencer(String origin, SigningKey key, Clock clock) {
        this.origin = origin;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Appends the messages that may become entries, keeps those that wait for others, and sets the rest aside. Messages
     * that came before are recognised, so the same may be given again after any failure.
     *
     * @param connection holds the sequencer's lock; its transaction is committed here, or rolled back if this throws
     */
    public Sequenced append(Connection connection, List<Message> messages) throws SQLException {
        connection.setAutoCommit(false);
        CompactRange before = committed;
        committed = null;
        try {
            LedgerTables tables = new LedgerTables(connection);
            long size = tables.lockSize();
            Intake intake = new Intake(tables, clock);
            intake.read(messages);
            CompactRange tree = before != null && before.size() == size
                    ? before
                    : CompactRange.of(size, new StoredNodes(connection));
            appendTo(tree, tables, intake.accepted);
            if (!intake.accepted.isEmpty()) {
                tables.saveStreams(intake.moved(size));
                tables.setSize(tree.size());
            }
            connection.commit();
            committed = tree;
            return new Sequenced(tree.size(), intake.accepted.size(), intake.upTo());
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void appendTo(CompactRange tree, LedgerTables tables, List<ReceivedEntry> entries) throws SQLException {
        for (int from = 0; from < entries.size(); from += LeafBatch.MAX_COUNT) {
            List<ReceivedEntry> part = entries.subList(from, Math.min(entries.size(), from + LeafBatch.MAX_COUNT));
            long first = tree.size();
            Map<Subtree, Hash> nodes = new LinkedHashMap<>();
            List<Hash> hashes = new ArrayList<>(part.size());
            for (ReceivedEntry entry : part) {
                Hash hash = Hash.ofLeaf(entry.envelope().leaf());
                hashes.add(hash);
                tree.append(hash, (level, index, node) -> {
                    if (level > 0) {
                        nodes.put(new Subtree(level, index), node);
                    }
                });
            }
            LeafBatch batch = new LeafBatch(origin, first, hashes);
            tables.appendEntries(first, part);
            tables.appendNodes(nodes);
            tables.appendBatch(batch, key.sign(batch.text()), batch.locators(key));
        }
    }

    /** Sorts the messages of one transaction. */
    private static final class Intake {
        private final LedgerTables tables;
        private final Clock clock;
        private final List<ReceivedEntry> accepted = new ArrayList<>();
        private final Map<String, LedgerTables.StreamState> streams = new HashMap<>();
        private final Map<String, Long> lastPosition = new HashMap<>();
        private final Set<String> seen = new LinkedHashSet<>();
        private final Set<String> holding = new HashSet<>();
        private final Set<String> ids = new HashSet<>();

        Intake(LedgerTables tables, Clock clock) {
            this.tables = tables;
            this.clock = clock;
        }

        void read(List<Message> messages) throws SQLException {
            List<ReceivedEntry> entries = new ArrayList<>(messages.size());
            for (Message message : messages) {
                try {
                    ReceivedEntry entry = ReceivedEntry.parse(message.value());
                    entries.add(entry);
                    seen.add(entry.stream());
                } catch (IllegalArgumentException e) {
                    setAside(
                            new Incident(Incident.MALFORMED, String.valueOf(e.getMessage()), null, null),
                            message.value());
                }
            }
            streams.putAll(tables.streams(seen));
            holding.addAll(tables.streamsWithHeld(seen));
            ids.addAll(tables.knownIds(
                    entries.stream().map(entry -> entry.leaf().id()).toList()));
            for (ReceivedEntry entry : entries) {
                take(entry);
            }
        }

        private void take(ReceivedEntry received) throws SQLException {
            long next = state(received.stream()).next();
            if (received.seq() < next) {
                compare(received, placed(received.stream(), received.seq()));
            } else if (received.seq() > next) {
                byte[] held = tables.heldLeaf(received.stream(), received.seq());
                if (held == null) {
                    tables.hold(received, clock.instant());
                    holding.add(received.stream());
                } else {
                    compare(received, held);
                }
            } else {
                ReceivedEntry entry = received;
                while (entry != null && accept(entry)) {
                    entry = holding.contains(entry.stream()) ? released(entry.stream(), entry.seq() + 1) : null;
                }
            }
        }

        private @Nullable ReceivedEntry released(String stream, long seq) throws SQLException {
            ReceivedEntry held = tables.release(stream, seq);
            if (held != null) {
                ids.addAll(tables.knownIds(List.of(held.leaf().id())));
            }
            return held;
        }

        private boolean accept(ReceivedEntry entry) throws SQLException {
            LedgerTables.StreamState state = state(entry.stream());
            Leaf leaf = entry.leaf();
            boolean opens = leaf.type().equals(Leaf.STREAM_OPEN);
            if (state.closed() || opens != (leaf.seq() == 0)) {
                setAside(Incident.of(Incident.FRAMING, "type " + leaf.type() + " may not stand here", entry), entry);
                return false;
            }
            if (!ids.add(leaf.id())) {
                setAside(Incident.of(Incident.SAME_ID, "the id " + leaf.id() + " is taken", entry), entry);
                return false;
            }
            lastPosition.put(entry.stream(), (long) accepted.size());
            accepted.add(entry);
            boolean closes = leaf.type().equals(Leaf.STREAM_CLOSE);
            streams.put(entry.stream(), new LedgerTables.StreamState(leaf.seq() + 1, state.lastIndex(), closes));
            return true;
        }

        private void compare(ReceivedEntry received, byte @Nullable [] known) throws SQLException {
            if (!Arrays.equals(known, received.envelope().leaf())) {
                setAside(
                        Incident.of(
                                Incident.CONTRADICTION,
                                "the stream has another entry with this number; this one is "
                                        + received.leaf().id(),
                                received),
                        received);
            }
        }

        private byte @Nullable [] placed(String stream, long seq) throws SQLException {
            for (ReceivedEntry entry : accepted) {
                if (entry.seq() == seq && entry.stream().equals(stream)) {
                    return entry.envelope().leaf();
                }
            }
            return tables.leaf(stream, seq);
        }

        private void setAside(Incident incident, ReceivedEntry entry) throws SQLException {
            setAside(incident, entry.envelope().encode());
        }

        private void setAside(Incident incident, byte[] message) throws SQLException {
            if (tables.setAside(Commitments.ciphertextDigest(message), incident, message, clock.instant())) {
                LOG.errorf(
                        "a message cannot become an entry and was set aside reason=%s stream=%s seq=%s detail=%s",
                        incident.reason(), incident.stream(), incident.seq(), incident.detail());
            }
        }

        private LedgerTables.StreamState state(String stream) {
            return streams.getOrDefault(stream, LedgerTables.StreamState.NEW);
        }

        /** The streams that got entries; the first of them stands at {@code first}. */
        Map<String, LedgerTables.StreamState> moved(long first) {
            Map<String, LedgerTables.StreamState> moved = new HashMap<>();
            lastPosition.forEach((stream, position) -> {
                LedgerTables.StreamState state = state(stream);
                moved.put(stream, new LedgerTables.StreamState(state.next(), first + position, state.closed()));
            });
            return moved;
        }

        Map<String, Long> upTo() {
            Map<String, Long> upTo = new LinkedHashMap<>();
            for (String stream : seen) {
                long next = state(stream).next();
                if (next > 0) {
                    upTo.put(stream, next - 1);
                }
            }
            return upTo;
        }
    }
}
