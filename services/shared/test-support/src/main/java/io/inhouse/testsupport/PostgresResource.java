package io.inhouse.testsupport;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
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
        Path directory = TemporaryDirectory.create("postgres");
        try {
            // Registers a shutdown hook that stops the server.
            @SuppressWarnings("resource")
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve("data"))
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("max_connections", "200")
                    .start();
            return Integer.toString(server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }
}
