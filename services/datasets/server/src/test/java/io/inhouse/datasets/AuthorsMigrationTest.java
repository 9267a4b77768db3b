package io.inhouse.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Datasets from before authors were kept. */
class AuthorsMigrationTest {
    private final TestDatabase database = PostgresResource.database("datasets");

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .target(version)
                .load()
                .migrate();
    }

    @Test
    void whoeverIsKnownToHaveDescribedADatasetIsItsAuthorAfterwards() throws SQLException {
        // Given one dataset that another person described last, and one that only its maker touched
        migrateTo("1");
        database.execute("""
                INSERT INTO dataset (id, project_id, name, origin, created_by, created_by_name, created_at, described_by)
                VALUES ('ds-1', 'demo', 'a', 'api', 'maker', 'maker', now(), 'describer'),
                       ('ds-2', 'demo', 'b', 'api', 'maker', 'maker', now(), 'maker')""");

        migrateTo("2");

        List<String> authors = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT dataset_id || ' ' || subject FROM dataset_author")) {
            while (rows.next()) {
                authors.add(rows.getString(1));
            }
        }
        assertThat(authors).containsExactlyInAnyOrder("ds-1 maker", "ds-1 describer", "ds-2 maker");
    }
}
