package io.inhouse.audit.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.audit.head.ForkedLogException;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.Envelope;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sequencer over a real PostgreSQL; after every change everything stored is recomputed from the leaves. */
@SuppressWarnings("NullAway.Init")
class SequencerIT {
    @TempDir
    Path headDirectory;

    private LedgerFixture ledger;
    private final TestStream stream = new TestStream("datasets");

    @BeforeEach
    void begin() throws Exception {
        ledger = new LedgerFixture(headDirectory);
        ledger.restart();
        ledger.oracle.assertIntact(0);
    }

    @Test
    void entriesGetAGaplessIndexInTheOrderTheyCame() throws Exception {
        TestStream other = new TestStream("inference");
        List<Message> messages = new ArrayList<>(List.of(stream.open(), other.open()));
        messages.addAll(stream.entries(3));
        messages.addAll(other.entries(2));

        Sequencer.Sequenced first = ledger.append(messages);
        Sequencer.Sequenced second = ledger.append(List.of(stream.close()));

        assertThat(first.size()).isEqualTo(7);
        assertThat(first.upTo()).containsEntry(stream.name, 3L).containsEntry(other.name, 2L);
        assertThat(second.upTo()).containsOnlyKeys(stream.name);
        ledger.oracle.assertIntact(8);
    }

    @Test
    void whatCameBeforeIsRecognised() throws Exception {
        List<Message> messages = new ArrayList<>(List.of(stream.open()));
        messages.addAll(stream.entries(4));
        ledger.append(messages);
        List<Message> again = new ArrayList<>(messages);
        again.addAll(stream.entries(1));
        again.addAll(again.subList(3, 5));

        Sequencer.Sequenced sequenced = ledger.append(again);

        assertThat(sequenced.appended()).isEqualTo(1);
        assertThat(sequenced.upTo()).containsEntry(stream.name, 5L);
        assertThat(ledger.count("SELECT count(*) FROM set_aside")).isZero();
        ledger.oracle.assertIntact(6);
    }

    @Test
    void anEntryWaitsUntilThoseBeforeItHaveCome() throws Exception {
        Message open = stream.open();
        List<Message> entries = stream.entries(4);
        ledger.append(List.of(open, entries.get(1), entries.get(3)));
        assertThat(ledger.count("SELECT count(*) FROM held")).isEqualTo(2);
        ledger.oracle.assertIntact(1);
        ledger.restart();

        ledger.append(List.of(entries.get(0)));
        ledger.oracle.assertIntact(3);
        ledger.append(List.of(entries.get(3), entries.get(2)));

        assertThat(ledger.count("SELECT count(*) FROM held")).isZero();
        ledger.oracle.assertIntact(5);
    }

    @Test
    void anotherEntryWithTheSameNumberIsSetAsideLoudly() throws Exception {
        ledger.append(List.of(stream.open(), stream.entry("dataset.approve")));
        Message contradiction = stream.entry(1, "dataset.reject", "evt-00000000-0000-7000-8000-000000000001");

        ledger.append(List.of(contradiction));
        ledger.append(List.of(contradiction));

        assertThat(ledger.count("SELECT count(*) FROM set_aside WHERE reason = 'contradiction' AND seq = 1"))
                .isEqualTo(1);
        ledger.oracle.assertIntact(2);
    }

    @Test
    void messagesThatAreNoEntriesAreSetAsideAndStopNobody() throws Exception {
        Message good = stream.open();
        Envelope envelope = Envelope.parse(good.value());
        byte[] otherContent = "another content".getBytes(StandardCharsets.UTF_8);
        ledger.append(List.of(
                new Message("nonsense".getBytes(StandardCharsets.UTF_8)),
                new Message(new Envelope(1, envelope.leaf(), otherContent, null, envelope.dek(), "key-1").encode()),
                new Message(
                        new Envelope(1, new byte[] {'{', '}'}, otherContent, null, envelope.dek(), "key-1").encode()),
                good));

        assertThat(ledger.count("SELECT count(*) FROM set_aside WHERE reason = 'malformed'"))
                .isEqualTo(3);
        ledger.oracle.assertIntact(1);
    }

    @Test
    void aStreamBeginsWithItsOpeningAndEndsWithItsClosing() throws Exception {
        TestStream headless = new TestStream("datasets");
        ledger.append(headless.entries(1));
        ledger.append(List.of(stream.open(), stream.close()));
        ledger.append(stream.entries(1));

        assertThat(ledger.count("SELECT count(*) FROM set_aside WHERE reason = 'framing'"))
                .isEqualTo(2);
        ledger.oracle.assertIntact(2);
    }

    @Test
    void anIdIsGivenOnce() throws Exception {
        TestStream other = new TestStream("inference");
        String id = Leaf.parse(Envelope.parse(stream.open().value()).leaf()).id();
        ledger.append(List.of(other.open(), other.entry(1, "inference.request", id)));
        TestStream third = new TestStream("inference");

        ledger.append(List.of(third.open(), third.entry(1, "inference.request", id)));

        assertThat(ledger.count("SELECT count(*) FROM set_aside WHERE reason = 'same-id'"))
                .isEqualTo(1);
        ledger.oracle.assertIntact(3);
    }

    /** Ten processes, their messages shuffled, repeated and cut into batches anyhow: nothing lost, nothing twice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOrderGivesAnIntactLog(long seed) throws Exception {
        Random random = new Random(seed);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestStream process = new TestStream("service");
            messages.add(process.open());
            messages.addAll(process.entries(20));
            messages.add(process.close());
        }
        messages.addAll(messages.subList(0, 50));
        Collections.shuffle(messages, random);

        for (int at = 0; at < messages.size(); ) {
            int end = Math.min(messages.size(), at + 1 + random.nextInt(40));
            ledger.append(messages.subList(at, end));
            at = end;
            if (random.nextInt(4) == 0) {
                ledger.restart();
            }
        }

        assertThat(ledger.count("SELECT count(*) FROM held")).isZero();
        ledger.oracle.assertIntact(220);
    }

    /** The crash between the commit and the tree head: the head follows at the next start. */
    @Test
    void aTreeWithoutAHeadGetsOneAtTheNextStart() throws Exception {
        ledger.append(List.of(stream.open()));
        ledger.appendOnly(stream.entries(5));

        ledger.restart();

        ledger.oracle.assertIntact(6);
    }

    @Test
    void aHeadThatWasStoredButNotPublishedIsPublishedAtTheNextStart() throws Exception {
        ledger.append(List.of(stream.open()));
        ledger.database.execute(
                "SET session_replication_role = replica; "
                        + "ALTER TABLE tree_head DISABLE TRIGGER ALL; DELETE FROM tree_head; ALTER TABLE tree_head ENABLE ALWAYS TRIGGER tree_head_append_only");

        ledger.restart();

        assertThat(ledger.count("SELECT size FROM tree_head")).isEqualTo(1);
    }

    /** PostgreSQL restored from a backup of yesterday. */
    @Test
    void aDatabaseBehindTheStoredHeadIsRefused() throws Exception {
        ledger.append(List.of(stream.open()));
        TestDatabase backup = copy(ledger.database);
        ledger.append(stream.entries(3));

        LedgerFixture restored = new LedgerFixture(backup, headDirectory);

        assertThatThrownBy(restored::restart)
                .isInstanceOf(ForkedLogException.class)
                .hasMessageContaining("restored to an earlier state")
                .hasMessageContaining("holds 1 entries")
                .hasMessageContaining("head of 4");
    }

    /** The backup went on with other entries while the true log did too. */
    @Test
    void aDatabaseWithAnotherPastIsRefused() throws Exception {
        ledger.append(List.of(stream.open()));
        TestDatabase backup = copy(ledger.database);
        ledger.append(stream.entries(3));
        LedgerFixture fork = new LedgerFixture(backup, Files.createTempDirectory(headDirectory, "other"));
        TestStream other = new TestStream("inference");
        fork.appendOnly(List.of(other.open()));
        fork.appendOnly(other.entries(8));

        LedgerFixture restored = new LedgerFixture(backup, headDirectory);

        assertThatThrownBy(restored::restart)
                .isInstanceOf(ForkedLogException.class)
                .hasMessageContaining("not those that were signed");
    }

    @Test
    void anEmptyDatabaseBesideAStoredHeadIsRefused() throws Exception {
        ledger.append(List.of(stream.open()));

        LedgerFixture empty = new LedgerFixture(headDirectory);

        assertThatThrownBy(empty::restart).isInstanceOf(ForkedLogException.class);
    }

    @Test
    void aLostHeadDirectoryIsNoticed() throws Exception {
        ledger.append(List.of(stream.open()));
        Files.delete(headDirectory.resolve("tree-head"));

        assertThatThrownBy(ledger::restart)
                .isInstanceOf(ForkedLogException.class)
                .hasMessageContaining("tree-head is gone");
    }

    /** Somebody else moved the head since this server looked: compare-and-swap refuses. */
    @Test
    void twoServersCannotBothMoveTheHead() throws Exception {
        ledger.append(List.of(stream.open()));
        LedgerFixture second = new LedgerFixture(ledger.database, headDirectory);
        second.restart();
        second.append(stream.entries(1));

        assertThatThrownBy(() -> ledger.append(stream.entries(1)))
                .isInstanceOf(ForkedLogException.class)
                .hasMessageContaining("another server");
    }

    @Test
    void onlyOneServerHoldsTheLog() throws Exception {
        SequencerConnection first = SequencerConnection.take(ledger.dataSource, Duration.ZERO);

        assertThatThrownBy(() -> SequencerConnection.take(ledger.dataSource, Duration.ZERO))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("another audit server");
        first.close();
        SequencerConnection.take(ledger.dataSource, Duration.ZERO).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE entry SET leaf = '\\x00' WHERE idx = 0",
                "UPDATE entry SET type = 'dataset.other'",
                "DELETE FROM entry",
                "TRUNCATE entry CASCADE",
                "UPDATE content SET dek = '\\x00'",
                "DELETE FROM content",
                "UPDATE entry_object SET id = 'x'",
                "DELETE FROM entry_object",
                "UPDATE node SET hash = hash",
                "DELETE FROM node",
                "TRUNCATE node",
                "UPDATE batch SET note = note",
                "DELETE FROM batch",
                "UPDATE tree_head SET note = note",
                "DELETE FROM tree_head",
                "TRUNCATE tree_head",
                "UPDATE log SET size = size - 1",
                "UPDATE log SET vkey = 'x'",
                "DELETE FROM log",
                "TRUNCATE log",
                "SET session_replication_role = replica; DELETE FROM entry",
            })
    void whatIsLoggedCannotBeChangedThroughSql(String sql) throws Exception {
        ledger.append(List.of(stream.open(), stream.close()));

        assertThatThrownBy(() -> ledger.database.execute(sql))
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
        ledger.oracle.assertIntact(2);
    }

    private static TestDatabase copy(TestDatabase original) throws SQLException {
        TestDatabase copy = PostgresResource.database("copy");
        String name = copy.jdbcUrl().substring(copy.jdbcUrl().lastIndexOf('/') + 1);
        String from = original.jdbcUrl().substring(original.jdbcUrl().lastIndexOf('/') + 1);
        TestDatabase admin = PostgresResource.database("admin");
        admin.execute("DROP DATABASE \"" + name + "\"");
        admin.execute("CREATE DATABASE \"" + name + "\" TEMPLATE \"" + from + "\"");
        return copy;
    }
}
