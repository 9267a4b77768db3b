package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.ActorKind;
import io.inhouse.ledger.CanonicalJson;
import io.inhouse.ledger.Leaf;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.outbox.Outbox;
import jakarta.transaction.RollbackException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditRecorderIT {
    @SuppressWarnings("NullAway.Init")
    private RecordingFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private AuditRecorder recorder;

    @BeforeEach
    void start() throws Exception {
        fixture = new RecordingFixture();
        recorder = fixture.start();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

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
    void theLeafSaysWhatHappenedAndCommitsToTheEncryptedContent() throws Exception {
        AuditEvent event = AuditEvent.of("dataset.approve")
                .outcome(Outcome.DENIED)
                .about("person-1")
                .project("demo")
                .purpose("customer-service")
                .object("dataset-version", "dsv-1", "sha256:" + "a".repeat(64))
                .content("comment", "looks fine, said Ada")
                .build();

        String id = recorder.recordNow(event);

        Outbox.Row row = row(id);
        Leaf leaf = Leaf.parse(row.envelope().leaf());
        assertThat(leaf.stream()).isEqualTo(recorder.stream()).startsWith("datasets-");
        assertThat(leaf.type()).isEqualTo("dataset.approve");
        assertThat(leaf.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(leaf.actorKind()).isEqualTo(ActorKind.SYSTEM);
        assertThat(leaf.subjectPseudonym()).isEqualTo(fixture.keys.pseudonym("person-1"));
        assertThat(leaf.actorPseudonym()).isEqualTo(fixture.keys.pseudonym("system"));
        assertThat(leaf.objects()).isEqualTo(event.objects());
        assertThat(new String(row.envelope().encode(), StandardCharsets.UTF_8)).doesNotContain("person-1", "Ada");
        // The commitments are recomputed inside open(); it refuses if one is not right.
        assertThat(CanonicalJson.parse(fixture.contents.open(row.envelope())))
                .isEqualTo(Map.of("comment", "looks fine, said Ada"));
    }

    /** Recomputed here with nothing but the Java platform, as the format's description says. */
    @Test
    void theCommitmentsAreThoseOfTheFormat() throws Exception {
        Outbox.Row row = row(recorder.recordNow(AuditEvent.of("dataset.approve")
                .about("person-1")
                .content("b", 2)
                .content("a", "ü")
                .build()));

        Leaf leaf = Leaf.parse(row.envelope().leaf());
        byte[] opened = fixture.contents.openSalted(row.envelope());
        byte[] payload = Arrays.copyOfRange(opened, 32, opened.length);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Arrays.copyOf(opened, 32), "HmacSHA256"));

        assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ü\",\"b\":2}");
        assertThat(leaf.ptCommit()).isEqualTo(HexFormat.of().formatHex(mac.doFinal(payload)));
        assertThat(leaf.ctSha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(Objects.requireNonNull(row.envelope().ct()))));
        assertThat(row.envelope().ct()).hasSize(12 + opened.length + 16);
    }

    @Test
    void contentMovedToAnotherEntryOrChangedIsNotOpened() throws Exception {
        Outbox.Row one = row(recorder.recordNow(event("dataset.approve")));
        Outbox.Row two = row(recorder.recordNow(event("dataset.approve")));
        Envelope moved = new Envelope(
                1,
                two.envelope().leaf(),
                Objects.requireNonNull(one.envelope().ct()),
                null,
                one.envelope().dek(),
                one.envelope().keyId());

        assertThatThrownBy(() -> fixture.contents.open(moved)).hasMessageContaining("not the one that the leaf names");
    }

    @Test
    void destroyingAPersonsKeyErasesTheContentAndLeavesTheLeafValid() throws Exception {
        Outbox.Row row = row(recorder.recordNow(AuditEvent.of("inference.request")
                .about("person-2")
                .content("prompt", "secret")
                .build()));
        Leaf before = Leaf.parse(row.envelope().leaf());

        fixture.keys.destroy("person-2");

        assertThatThrownBy(() -> fixture.contents.open(row.envelope())).hasMessageContaining("was destroyed");
        assertThat(Leaf.parse(row.envelope().leaf())).isEqualTo(before);
        assertThat(fixture.keys.knownPseudonym("person-2")).isEmpty();
        assertThat(fixture.keys.pseudonym("person-2")).isNotEqualTo(before.subjectPseudonym());
    }

    @Test
    void largeContentGoesToTheArtefactStoreAndComesBack() throws Exception {
        String text = "x".repeat(400_000);

        String id = recorder.recordNow(
                AuditEvent.of("export.create").content("text", text).build());

        Envelope envelope = row(id).envelope();
        assertThat(envelope.ct()).isNull();
        assertThat(envelope.ctRef())
                .isEqualTo("sha256:" + Leaf.parse(envelope.leaf()).ctSha256());
        assertThat(CanonicalJson.parse(fixture.contents.open(envelope))).isEqualTo(Map.of("text", text));
    }

    @Test
    void theEnvelopeSurvivesItsJson() throws Exception {
        Envelope envelope = row(recorder.recordNow(event("dataset.approve"))).envelope();

        Envelope read = Envelope.parse(envelope.encode());

        assertThat(read.leaf()).isEqualTo(envelope.leaf());
        assertThat(fixture.contents.open(read)).isEqualTo(fixture.contents.open(envelope));
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

    private Map<String, @Nullable Object> content(Outbox.Row row) {
        return CanonicalJson.parseObject(fixture.contents.open(row.envelope()));
    }

    private Outbox.Row row(String id) throws SQLException {
        return fixture.rows().stream()
                .filter(r -> r.eventId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> (long) i).toList();
    }

    private static AuditEvent event(String type) {
        return AuditEvent.of(type)
                .bySystem("datasets")
                .content("note", "something")
                .build();
    }

    private static void assertUnavailable(ThrowingCallable call, String because) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.failure()).isEqualTo(Failure.RECORD_UNAVAILABLE))
                .hasMessageContaining(because);
    }
}
