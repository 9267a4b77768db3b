package io.inhouse.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.audit.Eventually;
import io.inhouse.audit.sequence.LedgerFixture;
import io.inhouse.audit.sequence.TestStream;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.TrustPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publication waits for witnesses and sequencing does not; on a real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
class WitnessesIT {
    private static final Duration SOON = Duration.ofMillis(50);

    @TempDir
    Path directory;

    private LedgerFixture ledger;
    private TestWitness one;
    private TestWitness two;
    private TestWitness three;
    private TrustPolicy policy;
    private final TestStream stream = new TestStream("datasets");

    @BeforeEach
    void begin() throws Exception {
        one = new TestWitness("witness.test/1", 1);
        two = new TestWitness("witness.test/2", 2);
        three = new TestWitness("witness.test/3", 3);
        policy = TrustPolicy.parse("""
                log %s
                witness one %s %s
                witness two %s %s/
                witness three %s %s
                group team 2 one two three
                quorum team
                """.formatted(
                        LedgerFixture.KEY.verifier(),
                        one.key.verifier(),
                        one.url,
                        two.key.verifier(),
                        two.url,
                        three.key.verifier(),
                        three.url));
        ledger = new LedgerFixture(directory);
        ledger.quorum = new Witnesses(policy, ledger.dataSource, SOON);
        ledger.restart();
        Eventually.holds(() -> assertThat(ledger.publish()).isZero());
        ledger.append(List.of(stream.open()));
    }

    @AfterEach
    void end() throws Exception {
        ledger.quorum.close();
        List.of(one, two, three).forEach(TestWitness::close);
    }

    @Test
    void aPublishedHeadCarriesTheSignaturesOfAQuorum() throws Exception {
        ledger.append(stream.entries(20));

        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(21));
        assertThat(policy.verify(newestPublished())).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void publicationWaitsForTheQuorumAndSequencingDoesNot() throws Exception {
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(1));
        two.on = false;
        three.on = false;
        long waiting = ledger.publish();

        for (int i = 0; i < 5; i++) {
            ledger.append(stream.entries(10));
        }
        assertThat(ledger.count("SELECT size FROM log")).isEqualTo(51);
        Eventually.holds(() -> assertThat(one.size).isGreaterThan(1));
        assertThat(ledger.publish()).isEqualTo(waiting);

        three.on = true;
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(51));
        assertThat(policy.verify(newestPublished())).contains(one.key.verifier(), three.key.verifier());
    }

    @Test
    void afterARestartTheStoredHeadIsOfferedAgain() throws Exception {
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(1));
        two.on = false;
        three.on = false;
        ledger.append(stream.entries(10));
        ledger.quorum.close();

        two.on = true;
        ledger.quorum = new Witnesses(policy, ledger.dataSource, SOON);
        ledger.restart();

        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(11));
    }

    /** As after a restore of the database and of the head directory together: only the witnesses remember. */
    @Test
    void witnessesThatSawMoreStopThePublication() throws Exception {
        ledger.append(stream.entries(10));
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(11));
        for (TestWitness witness : List.of(one, two, three)) {
            witness.size = 5_000;
        }

        ledger.append(stream.entries(10));

        assertThat(ledger.count("SELECT size FROM log")).isEqualTo(21);
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(11));
        assertThat(ledger.count("SELECT max(size) FROM tree_head")).isEqualTo(11);
    }

    /** As when this log had offered a later head before it started from an older copy of what it stored. */
    @Test
    void aHeadThatTooManyWitnessesPassedIsLeftOutForTheNewest() throws Exception {
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(1));
        two.passed = 30;
        three.passed = 30;
        ledger.append(stream.entries(10));
        int asked = two.asked.get();
        Eventually.holds(() -> assertThat(two.asked).hasValueGreaterThan(asked + 1));

        ledger.append(stream.entries(30));

        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(41));
    }

    @Test
    void aWitnessThatAnswersNonsenseIsAskedAgain() throws Exception {
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(1));
        List.of(one, two, three).forEach(witness -> witness.claimed = "9999999999999999999");
        int asked = one.asked.get();
        ledger.append(stream.entries(10));
        Eventually.holds(() -> assertThat(one.asked).hasValueGreaterThan(asked + 2));

        List.of(one, two, three).forEach(witness -> witness.claimed = null);

        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(11));
    }

    @Test
    void aWitnessThatFailedIsAskedForTheNextHeadAtOnce() throws Exception {
        // Given witnesses that are asked for the same only after an hour, of which one has failed
        ledger.quorum.close();
        ledger.quorum = new Witnesses(policy, ledger.dataSource, Duration.ofHours(1));
        ledger.restart();
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(1));
        two.on = false;
        int asked = two.asked.get();
        long size = 1;
        // The others may agree on a head before this one is asked for it.
        while (two.asked.get() == asked && size < 100) {
            ledger.append(stream.entries(1));
            long grown = ++size;
            Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(grown));
        }

        // When it is there again, and one that answered is away
        two.on = true;
        three.on = false;
        ledger.append(stream.entries(1));

        // Then the next head does not wait for the hour
        long next = size + 1;
        Eventually.holds(() -> assertThat(ledger.publish()).isEqualTo(next));
    }

    @Test
    void aWitnessWithoutAddressIsNotAccepted() {
        TrustPolicy nowhere = TrustPolicy.parse("witness one " + one.key.verifier() + "\nquorum one\n");

        assertThatThrownBy(() -> new Witnesses(nowhere, ledger.dataSource, SOON))
                .hasMessageContaining("no address");
    }

    private SignedNote newestPublished() throws SQLException, IOException {
        try (Connection connection = ledger.dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT note FROM tree_head ORDER BY size DESC LIMIT 1")) {
            rows.next();
            return SignedNote.parse(rows.getString(1));
        }
    }
}
