package io.inhouse.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Nobody's own terms become those of an approved version by that person's approval, in whatever order requests arrive. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class FourEyesIT {
    private static final Map<String, Object> OWN_TERMS = Map.of("purposes", List.of("anything"));

    @Inject
    DataSource database;

    private final Api api = new Api();

    private String sealed() {
        String version = api.newDraft();
        api.upload(version, "train", Api.row("one", " 1"));
        api.seal(version);
        return version;
    }

    private static String dataset(String version) {
        return version.substring("/api/datasets/".length(), version.indexOf("/versions/"));
    }

    private static String id(String version) {
        return version.substring(version.lastIndexOf('/') + 1);
    }

    private static void change(RequestSpecification person, String version, Map<String, Object> terms) {
        person.contentType("application/json")
                .body(terms)
                .patch("/api/datasets/" + dataset(version))
                .then()
                .statusCode(200);
    }

    private void requireRefused(String version) throws SQLException {
        api.steward().get(version).then().body("state", equalTo("sealed"));
        assertThat(RecordedEvents.of(database, api.project))
                .contains("dataset.approve denied")
                .doesNotContain("dataset.approve success");
    }

    @Test
    void whoSetTheTermsDoesNotApproveThemAfterSomebodyElseCorrectedTheDescription() throws SQLException {
        // Given a second steward's purposes, and after them the first one's description
        String version = sealed();
        change(api.otherSteward(), version, OWN_TERMS);
        change(api.steward(), version, Map.of("description", "Messages of customers"));

        // When the second steward approves, Then that is refused, and a third person may
        api.decide(api.otherSteward(), version + "/approve")
                .then()
                .statusCode(403)
                .body("code", equalTo("four_eyes"));
        requireRefused(version);
        assertThat(api.approve(version).purposes()).containsExactly("anything");
    }

    @Test
    void whoDecidedWhatHappensToPersonalDataDoesNotApproveIt() throws SQLException {
        // Given a draft whose masking a second steward switched off
        String version = api.newDraft();
        api.otherSteward()
                .contentType("application/json")
                .body("{\"actions\":{\"EMAIL\":\"keep\"}}")
                .patch(version)
                .then()
                .statusCode(200);
        api.upload(version, "train", Api.row("one", " 1"));
        api.seal(version);

        // When that steward approves, Then it is refused, and a third person may
        api.decide(api.otherSteward(), version + "/approve")
                .then()
                .statusCode(403)
                .body("code", equalTo("four_eyes"));
        requireRefused(version);
        assertThat(api.approve(version).number()).isEqualTo(1);
    }

    @Test
    void whoSetsTheTermsWhileTheOwnApprovalIsOnItsWayIsRefused() throws Exception {
        // Given an approval by one who took no part, which has begun and waits for the version
        String version = sealed();
        try (Connection holder = database.getConnection();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            holder.setAutoCommit(false);
            execute(holder, "SELECT 1 FROM dataset_version WHERE id = ? FOR UPDATE", id(version));
            Future<Integer> approval = thread.submit(
                    () -> api.decide(api.otherSteward(), version + "/approve").statusCode());
            untilSomebodyWaitsFor(holder);

            // When the same person changes the terms before it goes on
            change(api.otherSteward(), version, OWN_TERMS);
            holder.rollback();

            // Then it is refused
            assertThat(approval.get()).isEqualTo(403);
        }
        requireRefused(version);
    }

    @Test
    void anApprovalWaitsForAChangeOfTheTermsThatIsNotCommittedYet() throws Exception {
        // Given a change of the terms in an open transaction
        String version = sealed();
        try (Connection holder = database.getConnection();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            holder.setAutoCommit(false);
            execute(
                    holder,
                    "UPDATE dataset SET purposes = '{anything}', described_by = ? WHERE id = ?",
                    TestToken.subjectOf("sabine"),
                    dataset(version));

            // When the one who makes it approves, and then the change commits
            Future<Integer> approval = thread.submit(
                    () -> api.decide(api.otherSteward(), version + "/approve").statusCode());
            untilSomebodyWaitsFor(holder);
            holder.commit();

            // Then the approval saw it
            assertThat(approval.get()).isEqualTo(403);
        }
        requireRefused(version);
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    private static void untilSomebodyWaitsFor(Connection holder) throws SQLException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        try (PreparedStatement waiting = holder.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))")) {
            while (true) {
                try (ResultSet row = waiting.executeQuery()) {
                    row.next();
                    if (row.getLong(1) > 0) {
                        return;
                    }
                }
                // pg_stat_activity is a snapshot of the transaction.
                execute(holder, "SELECT pg_stat_clear_snapshot()");
                assertThat(Instant.now())
                        .as("the deadline for the approval to wait")
                        .isBefore(deadline);
                Thread.onSpinWait();
            }
        }
    }
}
