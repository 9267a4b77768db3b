package io.inhouse.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.testsupport.TestToken;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed cannot be changed, not even with SQL; and if somebody switches the guards off, a reader notices. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class ImmutabilityIT {
    @Inject
    DataSource database;

    private final Api api = new Api();

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE dataset_row SET split = 'test' WHERE upload_id IN (SELECT id FROM upload WHERE version_id = ?)",
                "DELETE FROM dataset_row WHERE upload_id IN (SELECT id FROM upload WHERE version_id = ?)",
                "INSERT INTO dataset_row SELECT upload_id, ordinal + 1000, project_id, line, split, commitment, key_id, wrapped_key, sealed"
                        + " FROM dataset_row WHERE upload_id IN (SELECT id FROM upload WHERE version_id = ?)",
                "UPDATE upload SET split = 'test' WHERE version_id = ?",
                "UPDATE upload SET state = 'failed', number = NULL, report = NULL WHERE version_id = ?",
                "DELETE FROM upload WHERE version_id = ?",
                "UPDATE dataset_version SET digest = 'sha256:' || repeat('0', 64) WHERE id = ?",
                "UPDATE dataset_version SET train_rows = 7 WHERE id = ?",
                "UPDATE dataset_version SET state = 'draft', digest = NULL, sealed_at = NULL WHERE id = ?",
                "UPDATE dataset_version SET state = 'sealed' WHERE id = ?",
                "UPDATE dataset_version SET purposes = '{anything}' WHERE id = ?",
                "DELETE FROM dataset_version WHERE id = ?",
                "UPDATE decision SET decided_by = 'nobody' WHERE version_id = ?",
                "DELETE FROM decision WHERE version_id = ?",
                "UPDATE dataset_author SET subject = 'nobody'"
                        + " WHERE dataset_id = (SELECT dataset_id FROM dataset_version WHERE id = ?)",
                "DELETE FROM dataset_author WHERE dataset_id = (SELECT dataset_id FROM dataset_version WHERE id = ?)",
            })
    void refusesToChangeAnApprovedVersion(String sql) {
        String version = id(api.approved());

        assertThatThrownBy(() -> Sql.execute(database, sql, version))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn("23001", "23514"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataset_row",
                "set_aside_row",
                "finding",
                "upload",
                "dataset_version",
                "decision",
                "dataset_author"
            })
    void refusesToTruncate(String table) {
        assertThatThrownBy(() -> Sql.execute(database, "TRUNCATE " + table + " CASCADE"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23001"));
    }

    @Test
    void refusesSelfApprovalInTheDatabaseToo() {
        String version = api.newDraft();
        api.otherSteward()
                .contentType("application/jsonl")
                .body(Api.row("a", "b").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(version + "/rows?split=train")
                .then()
                .statusCode(200);
        api.seal(version);
        // One who described the dataset, but not last.
        for (String describer : new String[] {"dora", "stefan"}) {
            api.as(describer, "data-steward")
                    .contentType("application/json")
                    .body(java.util.Map.of("description", "by " + describer))
                    .patch(version.substring(0, version.indexOf("/versions/")))
                    .then()
                    .statusCode(200);
        }

        for (String person : new String[] {"stefan", "sabine", "dora"}) {
            assertThatThrownBy(() -> Sql.execute(
                            database,
                            "UPDATE dataset_version SET state = 'approved', decided_by = ?, purposes = '{a}', legal_basis = 'b',"
                                    + " licence = 'c', retention = 'P1Y' WHERE id = ?",
                            TestToken.subjectOf(person),
                            id(version)))
                    .as(person)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("23001", "23514"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE dataset_row SET commitment = decode(repeat('00', 32), 'hex') WHERE upload_id = '%s' AND ordinal = 0",
                "UPDATE dataset_row SET split = 'test' WHERE upload_id = '%s' AND ordinal = 0",
                "DELETE FROM dataset_row WHERE upload_id = '%s' AND ordinal = 1",
            })
    void aReaderNoticesWhatSomebodyChangedWithTheGuardsOff(String change) throws SQLException {
        // Given an approved version, of which a row is changed by somebody who owns the database
        String version = api.approved();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            try (var rows = connection
                    .createStatement()
                    .executeQuery("SELECT id FROM upload WHERE version_id = '" + id(version) + "'")) {
                rows.next();
                assertThat(statement.executeUpdate(change.formatted(rows.getString(1))))
                        .isEqualTo(1);
            }
            statement.execute("SET session_replication_role = origin");
        }

        api.service().get(version + "/rows?split=train").then().statusCode(500);
    }
}
