package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.recording.outbox.Outbox;
import jakarta.transaction.RollbackException;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When nothing is recorded, and so nothing may happen. */
class RecordingRefusalIT extends OneRecorder {
    @Test
    void anOutboxThatTakesNothingRefusesTheRequestAndUndoesTheChange() throws Exception {
        fixture.database.execute("CREATE TABLE change (event_id text)");
        fixture.database.execute("ALTER TABLE recording.outbox ADD CONSTRAINT blocked CHECK (false) NOT VALID");

        assertUnavailable(() -> recorder.recordNow(event("inference.request")), "did not commit");
        fixture.transactions.begin();
        try (Connection connection = fixture.dataSource.getConnection();
                var insert = connection.createStatement()) {
            insert.execute("INSERT INTO change VALUES ('made')");
        }
        assertUnavailable(() -> recorder.record(event("dataset.approve")), "did not take the entry");
        assertThatThrownBy(fixture.transactions::commit).isInstanceOf(RollbackException.class);

        assertThat(fixture.number("SELECT count(*) FROM change")).isZero();
        fixture.database.execute("ALTER TABLE recording.outbox DROP CONSTRAINT blocked");
        recorder.recordNow(event("inference.request"));
        assertThat(fixture.rows()).extracting(Outbox.Row::seq).isEqualTo(numbers(2));
    }

    @Test
    void whoWaitsTooLongForACommitIsRefused() throws Exception {
        try (RecordingFixture impatient = new RecordingFixture(
                        fixture.database,
                        fixture.keyDatabase,
                        fixture.directories,
                        Map.of("inhouse.recording.patience", "PT0.3S"));
                Connection blocker = fixture.database.connect()) {
            AuditRecorder other = impatient.start();
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE recording.outbox IN EXCLUSIVE MODE");

            assertUnavailable(() -> other.recordNow(event("inference.request")), "within");

            blocker.rollback();
        }
    }

    @Test
    void beyondTheMaximumLagNothingIsRecordedAnyMoreUntilTheEntriesAreLogged() throws Exception {
        recorder.recordNow(event("inference.request"));
        fixture.backlog.measure();
        fixture.clock.advance(Duration.ofMinutes(16));

        assertUnavailable(() -> recorder.recordNow(event("inference.request")), "inhouse.recording.max-lag");
        fixture.transactions.begin();
        assertUnavailable(() -> recorder.record(event("inference.request")), "inhouse.recording.max-lag");
        fixture.transactions.rollback();
        assertThat(fixture.backlog.now().accepting()).isFalse();

        try (Connection connection = fixture.database.connect()) {
            fixture.outbox.logged(connection, recorder.stream(), 1);
        }
        fixture.backlog.measure();
        assertThat(recorder.recordNow(event("inference.request"))).startsWith("evt-");
    }

    @Test
    void entriesOfAnEarlierProcessGrowOldOnlyFromTheStartOfThisOne() throws Exception {
        recorder.recordNow(event("inference.request"));
        fixture.clock.advance(Duration.ofHours(10));

        try (RecordingFixture nextMorning =
                new RecordingFixture(fixture.database, fixture.keyDatabase, fixture.directories, Map.of())) {
            nextMorning.clock.advance(Duration.ofHours(10));
            nextMorning.backlog.start();

            assertThat(nextMorning.start().recordNow(event("inference.request")))
                    .startsWith("evt-");
        }
    }

    @Test
    void beyondTheMaximumBacklogNothingIsRecordedAnyMore() throws Exception {
        try (RecordingFixture small = new RecordingFixture(
                fixture.database,
                fixture.keyDatabase,
                fixture.directories,
                Map.of("inhouse.recording.max-backlog", "3"))) {
            AuditRecorder other = small.start();
            other.recordNow(event("inference.request"));
            other.recordNow(event("inference.request"));
            small.backlog.measure();

            assertUnavailable(() -> other.recordNow(event("inference.request")), "inhouse.recording.max-backlog");
        }
    }
}
