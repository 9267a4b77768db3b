package io.inhouse.testsupport;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A real PostgreSQL, one server per JVM, on a free port, also as root. In a Quarkus test:
 *
 * <pre>{@code @QuarkusTestResource(value = PostgresResource.class,
 *     initArgs = @ResourceArg(name = "database", value = "registry"))}</pre>
 *
 * which makes an empty database for {@code quarkus.datasource} and one for {@code inhouse.keys}. Elsewhere:
 * {@link #database(String)}. The server keeps its default of not waiting for the disk: what is tested here is what a
 * commit means to others, not to a power cut.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private static final String USER = "postgres";

    private String database = "test";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    @Override
    public Map<String, String> start() {
        TestDatabase own = database(database);
        TestDatabase keys = database("keys");
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", own.jdbcUrl());
        settings.put("quarkus.datasource.username", own.username());
        settings.put("quarkus.datasource.password", own.password());
        settings.put("inhouse.keys.jdbc-url", keys.jdbcUrl());
        settings.put("inhouse.keys.username", keys.username());
        settings.put("inhouse.keys.password", keys.password());
        return settings;
    }

    /** The server serves later tests of the same JVM too and ends with it. */
    @Override
    public void stop() {}

    /** A fresh, empty database whose name starts with {@code name}. */
    public static TestDatabase database(String name) {
        String port = JvmWide.once("postgres.port", PostgresResource::startServer);
        String unique = name + "_" + JvmWide.count("postgres.databases");
        try {
            reach(port, USER).execute("CREATE DATABASE \"" + unique + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException("the test server cannot create a database: " + e.getMessage(), e);
        }
        return reach(port, unique);
    }

    private static TestDatabase reach(String port, String database) {
        return new TestDatabase("jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, USER);
    }

    private static String startServer() {
        try {
            // Registers a shutdown hook that stops the server and deletes its data.
            @SuppressWarnings("resource")
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPort(FreePorts.take())
                    .setDataDirectory(TemporaryDirectory.createToStay("postgresql"))
                    .setPGStartupWait(Duration.ofMinutes(4))
                    .setServerConfig("max_connections", "200")
                    .start();
            String port = Integer.toString(server.getPort());
            ParentWatch.endWithThisJvm(processId(reach(port, USER)), "QUIT");
            return port;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL did not start: " + e.getMessage(), e);
        }
    }

    private static long processId(TestDatabase server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet file = statement.executeQuery("SELECT pg_read_file('postmaster.pid')")) {
            file.next();
            return Long.parseLong(file.getString(1).lines().findFirst().orElseThrow());
        }
    }
}
