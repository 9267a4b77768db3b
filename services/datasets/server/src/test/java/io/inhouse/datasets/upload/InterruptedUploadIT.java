package io.inhouse.datasets.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.inhouse.datasets.Api;
import io.inhouse.datasets.RunningServer;
import io.inhouse.datasets.Sql;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.identity.Caller;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** An upload that does not reach its end leaves nothing that anybody can see. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class InterruptedUploadIT {
    @Inject
    DataSource database;

    @Inject
    UploadIntake intake;

    @Inject
    UploadCollector collector;

    @Inject
    Versions versions;

    private final Api api = new Api();

    private static byte[] rows(int count) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(Api.row("question " + i + " of a@example.com", " answer"));
        }
        return rows.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long storedRows() throws SQLException {
        return Sql.count(
                database,
                "SELECT (SELECT count(*) FROM dataset_row WHERE project_id = ?) + (SELECT count(*) FROM finding WHERE project_id = ?)",
                api.project,
                api.project);
    }

    @Test
    void ifTheProcessDiesNothingIsVisibleAndWhatIsLeftIsCollected() throws SQLException {
        // Given a process that ends in the middle: not one line of its clean-up runs
        String version = api.newDraft();
        Caller steward = new Caller(
                TestToken.subjectOf("stefan"), "stefan", Caller.Kind.USER, api.project, Set.of("data-steward"), null);
        InputStream cutByDeath = new SequenceInputStream(new ByteArrayInputStream(rows(200)), new DeathOnRead());
        assertThatThrownBy(() -> intake.take(
                        steward,
                        versions.get(api.project, version.substring(version.lastIndexOf('/') + 1)),
                        "train",
                        null,
                        cutByDeath,
                        report -> {}))
                .isInstanceOf(ProcessDeath.class);
        assertThat(storedRows()).isPositive();
        api.steward().get(version).then().body("trainRows", equalTo(0));
        api.steward().get(version + "/rows/preview").then().body("size()", equalTo(0));
        api.steward().get(version + "/findings").then().body("findings.size()", equalTo(0));
        api.steward().post(version + "/seal").then().statusCode(409);
        api.steward()
                .contentType("application/json")
                .body("{\"actions\":{\"EMAIL\":\"keep\"}}")
                .patch(version)
                .then()
                .statusCode(409);

        // When its lease is over and the next process collects
        Sql.execute(
                database,
                "UPDATE upload SET alive_until = now() - interval '1 second' WHERE project_id = ?",
                api.project);
        collector.collect();

        // Then nothing is left, and the version can go on
        assertThat(storedRows()).isZero();
        api.upload(version, "train", Api.row("again", " yes"));
        assertThat(api.seal(version).trainRows()).isEqualTo(1);
    }

    @Test
    void ifTheClientGoesAwayNothingIsKept() throws IOException, SQLException {
        String version = api.newDraft();
        byte[] rows = rows(5000);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            OutputStream request = socket.getOutputStream();
            request.write(("POST " + version
                            + "/rows?split=train HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\n"
                            + "Authorization: Bearer "
                            + TestIdentity.user("stefan")
                                    .in(api.project, "data-steward")
                                    .sign()
                            + "\r\nContent-Length: " + (2L * rows.length) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            request.write(rows);
            request.flush();
            until(() -> storedRows() > 0);
        }

        until(() -> storedRows() == 0
                && Sql.count(
                                database,
                                "SELECT count(*) FROM upload WHERE project_id = ? AND state = 'failed'",
                                api.project)
                        == 1);

        api.steward().get(version).then().body("trainRows", equalTo(0));
    }

    @Test
    void anUploadThatWasGivenUpCannotComeBack() throws SQLException {
        // Given an upload whose lease ran out while it waited for its client
        String version = api.newDraft();
        Caller steward = new Caller(
                TestToken.subjectOf("stefan"), "stefan", Caller.Kind.USER, api.project, Set.of("data-steward"), null);
        InputStream slow = new SequenceInputStream(
                new ByteArrayInputStream(rows(200)), new OnFirstRead(new ByteArrayInputStream(rows(100)), () -> {
                    Sql.execute(
                            database,
                            "UPDATE upload SET alive_until = now() - interval '1 second' WHERE project_id = ?",
                            api.project);
                    collector.collect();
                }));

        assertThatThrownBy(() -> intake.take(
                        steward,
                        versions.get(api.project, version.substring(version.lastIndexOf('/') + 1)),
                        "train",
                        null,
                        slow,
                        report -> {}))
                .hasMessageContaining("given up");

        assertThat(storedRows()).isZero();
    }

    @Test
    void anUploadWhoseProcessDiedCanBeRepeatedUnderItsKeyAsSoonAsItsLeaseIsOver() throws SQLException {
        // Given a request under a key whose process died in the middle
        String version = api.newDraft();
        String id = version.substring(version.lastIndexOf('/') + 1);
        String key = "repeated-" + api.project;
        InputStream cutByDeath = new SequenceInputStream(new ByteArrayInputStream(rows(200)), new DeathOnRead());
        assertThatThrownBy(() -> intake.take(
                        steward(),
                        versions.get(api.project, id),
                        "train",
                        IdempotencyKey.of(key, id, "train"),
                        cutByDeath,
                        report -> {}))
                .isInstanceOf(ProcessDeath.class);
        repeat(version, key).then().statusCode(409).header("Retry-After", notNullValue());

        // When its lease is over, and nobody has collected
        Sql.execute(
                database,
                "UPDATE upload SET alive_until = now() - interval '1 second' WHERE project_id = ?",
                api.project);
        repeat(version, key).then().statusCode(200).body("trainRows", equalTo(1));

        // Then the rows are there once, and the same request again only tells so
        repeat(version, key).then().statusCode(200).body("trainRows", equalTo(1));
        api.steward().get(version).then().body("trainRows", equalTo(1));
    }

    @Test
    void aSlowClientKeepsItsUploadAsLongAsTheProcessLives() throws SQLException {
        // Given a client that sends nothing for longer than the lease
        String version = api.newDraft();
        InputStream slow = new SequenceInputStream(
                new ByteArrayInputStream(rows(200)), new OnFirstRead(new ByteArrayInputStream(rows(100)), () -> {
                    Sql.execute(
                            database,
                            "UPDATE upload SET alive_until = now() - interval '1 second' WHERE project_id = ?",
                            api.project);
                    // When the process looks after its uploads
                    collector.tick();
                }));

        UploadReport report = intake.take(
                steward(),
                versions.get(api.project, version.substring(version.lastIndexOf('/') + 1)),
                "train",
                null,
                slow,
                ignored -> {});

        // Then the upload goes on
        assertThat(report.trainRows()).isEqualTo(300);
    }

    private io.restassured.response.Response repeat(String version, String key) {
        return api.steward()
                .contentType("application/jsonl")
                .header("Idempotency-Key", key)
                .body(Api.row("once", " only").getBytes(StandardCharsets.UTF_8))
                .post(version + "/rows?split=train");
    }

    private Caller steward() {
        return new Caller(
                TestToken.subjectOf("stefan"), "stefan", Caller.Kind.USER, api.project, Set.of("data-steward"), null);
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void until(Condition condition) throws SQLException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (!condition.holds()) {
            assertThat(Instant.now())
                    .as("the deadline for what this test waits for")
                    .isBefore(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Stands for kill -9: no code of the upload handles it. */
    private static final class ProcessDeath extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class DeathOnRead extends InputStream {
        @Override
        public int read() {
            throw new ProcessDeath();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            throw new ProcessDeath();
        }
    }

    private static final class OnFirstRead extends java.io.FilterInputStream {
        private final Action action;
        private boolean done;

        private interface Action {
            void run() throws SQLException;
        }

        OnFirstRead(InputStream in, Action action) {
            super(in);
            this.action = action;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!done) {
                done = true;
                try {
                    action.run();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }
            return super.read(target, offset, length);
        }
    }
}
