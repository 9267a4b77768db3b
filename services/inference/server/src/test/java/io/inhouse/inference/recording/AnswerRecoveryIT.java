package io.inhouse.inference.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.inference.Eventually;
import io.inhouse.inference.RecordedEntries;
import io.inhouse.inference.RegistryStub;
import io.inhouse.inference.models.ServedModel;
import io.inhouse.ledger.Outcome;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a crash leaves behind and how the next process completes it. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "inference"))
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(RegistryStub.class)
class AnswerRecoveryIT {
    @Inject
    Answers answers;

    @Inject
    AnswerRecovery recovery;

    @Inject
    ProcessLock process;

    @Inject
    RecordedEntries entries;

    @Inject
    Identifiers identifiers;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void anAnswerOfADeadProcessIsRecordedAsInterruptedWithWhatWasSent() {
        Ask ask = ask();
        String receipt = answers.begin(ask, "inference-dead", 3);
        answers.store(ask.id(), ask.caller().subject(), 0, "Once upon");
        answers.store(ask.id(), ask.caller().subject(), 1, " a time, ü😀");

        recovery.recover();

        RecordedEntries.Entry entry = entries.of("inference.response", ask.id()).getFirst();
        assertThat(entry.leaf().outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(entry.content().path("text").asText()).isEqualTo("Once upon a time, ü😀");
        assertThat(entry.content().path("request").asText()).isEqualTo(receipt);
        assertThat(entry.object("adapter")).isEqualTo("adp-9");
        assertThat(answers.processes()).doesNotContain("inference-dead");
    }

    @Test
    void anAnswerOfALivingProcessIsLeftAlone() throws SQLException {
        Ask ask = ask();
        try (Connection other = dataSource.getConnection();
                PreparedStatement lock =
                        other.prepareStatement("SELECT pg_advisory_lock(hashtextextended('inference-alive', 0))")) {
            lock.execute();
            answers.begin(ask, "inference-alive", 3);

            recovery.recover();

            assertThat(entries.of("inference.response", ask.id())).isEmpty();
            try (PreparedStatement unlock =
                    other.prepareStatement("SELECT pg_advisory_unlock(hashtextextended('inference-alive', 0))")) {
                unlock.execute();
            }
        }
        recovery.recover();
        assertThat(entries.of("inference.response", ask.id())).hasSize(1);
    }

    @Test
    void aProcessShowsThatItLivesAgainAfterItsConnectionBroke() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // The one that holds the process's lock, and no other: those of the pool belong to the other tests, too.
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        }

        Eventually.holds(() -> {
            recovery.recover();
            assertThat(isTakenByAnother(process.name())).isTrue();
        });
    }

    private boolean isTakenByAnother(String name) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, name);
            try (ResultSet taken = lock.executeQuery()) {
                return taken.next() && !taken.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEndIsRecordedOnce() {
        Ask ask = ask();
        answers.begin(ask, "inference-dead", 3);
        Answers.End end = new Answers.End("x", "stop", 3, 1);
        answers.end(ask.id(), Outcome.SUCCESS, end);

        assertThatThrownBy(() -> answers.end(ask.id(), Outcome.SUCCESS, end))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recorded already");
        assertThat(entries.of("inference.response", ask.id())).hasSize(1);
    }

    @Test
    void storedPiecesAreNotReadableInTheDatabase() throws SQLException {
        Ask ask = ask();
        answers.begin(ask, "inference-dead", 3);
        answers.store(ask.id(), ask.caller().subject(), 0, "a very secret answer");

        try (Connection connection = dataSource.getConnection();
                PreparedStatement read = connection.prepareStatement(
                        "SELECT count(*) FROM answer_chunk WHERE position('secret'::bytea IN ct) > 0");
                var rows = read.executeQuery()) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
        recovery.recover();
    }

    private Ask ask() {
        String digest = "sha256:" + "ab".repeat(32);
        ServedModel model = new ServedModel(
                "desk",
                new ServedModel.Base("tiny", digest, Path.of("/nowhere"), List.of()),
                Optional.of(new ServedModel.Adapter("adp-9", digest, "demo", "support", List.of())),
                Instant.EPOCH,
                "demo");
        return new Ask(
                identifiers.next("chatcmpl"),
                new Caller("person-1", "Ada", Caller.Kind.APP, "demo", Set.of("app"), "support"),
                "/v1/chat/completions",
                model,
                new Ask.Prompt.Text("Tell me"),
                new Ask.Parameters(5, 0.7, 1, 1, List.of(), null, Map.of()),
                true);
    }
}
