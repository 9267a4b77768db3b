package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.ledger.Leaf;
import io.inhouse.recording.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers, transactions and incarnations. */
class AuditRecorderIT extends OneRecorder {
    @Test
    void numbersAreGaplessAndEntriesCommitWithTheirChangesThoughManyTransactionsRollBack() throws Exception {
        fixture.database.execute("CREATE TABLE change (event_id text PRIMARY KEY)");
        Set<String> committed = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> callers = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(caller -> () -> {
                        Random random = new Random(caller);
                        for (int i = 0; i < 40; i++) {
                            if (random.nextInt(3) == 0) {
                                committed.add(recorder.recordNow(event("inference.request")));
                            } else {
                                changeAndPerhapsRollBack(random.nextBoolean()).ifPresent(committed::add);
                            }
                        }
                        return true;
                    })
                    .toList();

            for (Future<Boolean> caller : threads.invokeAll(callers)) {
                assertThat(caller.get()).isTrue();
            }
        }

        List<Outbox.Row> rows = fixture.rows();
        assertThat(rows).extracting(Outbox.Row::seq).isEqualTo(numbers(rows.size()));
        assertThat(rows.stream().skip(1).map(Outbox.Row::eventId)).containsExactlyInAnyOrderElementsOf(committed);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(Leaf.parse(row.envelope().leaf()).seq()).isEqualTo(row.seq()));
        assertThat(rows).extracting(Outbox.Row::recordedAt).isSorted();
        assertThat(fixture.number("SELECT count(*) FROM change c FULL JOIN recording.outbox o USING (event_id)"
                        + " WHERE o.event_id IS NULL"))
                .as("changes without an entry")
                .isZero();
    }

    private Optional<String> changeAndPerhapsRollBack(boolean rollBack) throws Exception {
        fixture.transactions.begin();
        String id = recorder.record(event("dataset.approve"));
        try (Connection connection = fixture.dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO change VALUES (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
        if (rollBack) {
            fixture.transactions.rollback();
            return Optional.empty();
        }
        fixture.transactions.commit();
        return Optional.of(id);
    }

    @Test
    void whatIsNoJsonIsRefusedAndTakesNoNumber() throws Exception {
        AuditEvent event =
                AuditEvent.of("dataset.approve").content("when", new Object()).build();

        assertThatThrownBy(() -> recorder.recordNow(event)).isInstanceOf(IllegalArgumentException.class);
        recorder.recordNow(event("dataset.approve"));

        assertThat(fixture.rows()).extracting(Outbox.Row::seq).isEqualTo(numbers(2));
    }

    @Test
    void recordNeedsTheTransactionOfTheChange() {
        assertThatThrownBy(() -> recorder.record(event("dataset.approve")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recordNow");
    }

    @Test
    void recordNowInATransactionThatHoldsTheStreamIsAMistakeAndNoDeadlock() throws Exception {
        fixture.transactions.begin();
        recorder.record(event("dataset.approve"));

        assertThatThrownBy(() -> recorder.recordNow(event("dataset.read")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use record()");

        fixture.transactions.rollback();
    }

    @Test
    void anIncarnationIsFramedAndNamesTheOneBefore() throws Exception {
        String first = recorder.stream();
        recorder.recordNow(event("dataset.create"));
        recorder.close();

        AuditRecorder second = fixture.start();

        List<Outbox.Row> rows = fixture.rows();
        assertThat(rows)
                .extracting(row -> Leaf.parse(row.envelope().leaf()).type())
                .containsExactly("stream.open", "dataset.create", "stream.close", "stream.open");
        assertThat(second.stream()).isNotEqualTo(first);
        assertThat(content(rows.getLast()))
                .containsEntry("previous", Map.of("stream", first, "lastSeq", 2L, "closed", true));
        assertUnavailable(() -> recorder.recordNow(event("dataset.create")), "starting or ending");
    }

    @Test
    void afterAnUnorderlyEndTheNextIncarnationSaysSo() throws Exception {
        String first = recorder.stream();

        fixture.start();

        assertThat(content(fixture.rows().getLast()))
                .containsEntry("previous", Map.of("stream", first, "lastSeq", 0L, "closed", false));
    }

    @Test
    void aTransactionThatBeganBeforeTheEndMayCommitAfterTheOthersWereRefused() throws Exception {
        List<String> ids = new ArrayList<>();
        ids.add(fixture.inTransaction(() -> recorder.record(event("dataset.create"))));
        recorder.close();

        fixture.transactions.begin();
        assertUnavailable(() -> recorder.record(event("dataset.create")), "starting or ending");
        fixture.transactions.rollback();

        assertThat(fixture.rows()).extracting(Outbox.Row::seq).isEqualTo(numbers(3));
        assertThat(fixture.rows()).extracting(Outbox.Row::eventId).containsAll(ids);
    }
}
