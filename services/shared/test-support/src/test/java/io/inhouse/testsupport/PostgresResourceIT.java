package io.inhouse.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresResourceIT {
    @Test
    void databasesOfOneServerDoNotSeeEachOther() throws Exception {
        // Given
        TestDatabase first = PostgresResource.database("tuning");
        TestDatabase second = PostgresResource.database("tuning");
        first.execute("CREATE TABLE job (id text)");

        // When
        boolean seen;
        try (Connection connection = second.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT to_regclass('job') IS NOT NULL")) {
            result.next();
            seen = result.getBoolean(1);
        }

        // Then
        assertThat(seen).isFalse();
        assertThat(first.jdbcUrl().replaceAll("/[^/]*$", ""))
                .isEqualTo(second.jdbcUrl().replaceAll("/[^/]*$", ""));
    }
}
