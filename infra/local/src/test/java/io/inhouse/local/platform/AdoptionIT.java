package io.inhouse.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Ports;
import io.inhouse.local.processes.PortOwner;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.RunningPart;
import io.inhouse.local.progress.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real PostgreSQL and Kafka survive the launcher that started them, and the next launcher finds them again. */
class AdoptionIT {
    private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));

    @TempDir
    Path directory;

    private Home home = new Home(Path.of("/nowhere"));

    @BeforeEach
    void portsOfItsOwn() throws Exception {
        home = new Home(directory.resolve("home"));
        home.create();
        Ports.elsewhere(List.of(), PortOwner::isFree).write(home);
    }

    @AfterEach
    void stop() throws Exception {
        RealParts parts = parts();
        parts.lifecycle().stop(parts.kafka());
        parts.lifecycle().stop(parts.postgreSql());
    }

    @Test
    void aKilledLauncherLeavesNothingThatTheNextCannotUseRepairOrStop() throws Exception {
        // Given a launcher that was killed after it had started both, before it could note down the broker
        killLauncherThatStartedBoth();
        RealParts parts = parts();
        ProcessTable.Entry database = parts.lifecycle().find(parts.postgreSql()).getFirst();
        ProcessTable.Entry broker = parts.lifecycle().find(parts.kafka()).getFirst();
        RunningPart.forget(home, "kafka");
        query(parts, "audit", "CREATE TABLE kept AS SELECT 42 AS answer");

        // When the next launcher starts them
        Lifecycle.Start databaseWas = parts.lifecycle().start(parts.postgreSql(), Line.SILENT);
        Lifecycle.Start brokerWas = parts.lifecycle().start(parts.kafka(), Line.SILENT);

        // Then the database is the same process, and the broker is one that it knows
        assertThat(databaseWas).isEqualTo(Lifecycle.Start.KEPT);
        assertThat(parts.lifecycle().find(parts.postgreSql())).containsExactly(database);
        assertThat(brokerWas).isEqualTo(Lifecycle.Start.RESTARTED);
        assertThat(parts.lifecycle().find(parts.kafka())).hasSize(1).doesNotContain(broker);
        assertThat(query(parts, "audit", "SHOW fsync")).isEqualTo("on");

        // And what was committed survives a power cut
        parts.lifecycle().processes().kill(parts.lifecycle().table().family(database));
        assertThat(parts.lifecycle().start(parts.postgreSql(), Line.SILENT)).isEqualTo(Lifecycle.Start.RECOVERED);
        assertThat(query(parts, "audit", "SELECT answer FROM kept")).isEqualTo("42");

        // And it stops both
        assertThat(parts.lifecycle().stop(parts.kafka())).isTrue();
        assertThat(parts.lifecycle().stop(parts.postgreSql())).isTrue();
        assertThat(parts.lifecycle().find(parts.postgreSql())).isEmpty();
        assertThat(parts.lifecycle().find(parts.kafka())).isEmpty();
    }

    private void killLauncherThatStartedBoth() throws IOException {
        Process launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RealParts.class.getName(),
                        home.root().toString(),
                        directory.resolve("cache").toString(),
                        REPOSITORY.toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                said.append(line).append('\n');
                if (line.equals("started")) {
                    break;
                }
            }
        }
        assertThat(said.toString()).endsWith("started\n");
        launcher.destroyForcibly();
        launcher.onExit().join();
    }

    private RealParts parts() throws IOException {
        return RealParts.open(home.root(), directory.resolve("cache"), REPOSITORY);
    }

    /** First value of the answer; empty for a statement that gives none. */
    private static String query(RealParts parts, String database, String sql) throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + parts.context().ports().of("postgresql") + "/" + database;
        String password = parts.context().secrets().secret("postgresql." + database);
        try (Connection connection = DriverManager.getConnection(url, database, password);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }
}
