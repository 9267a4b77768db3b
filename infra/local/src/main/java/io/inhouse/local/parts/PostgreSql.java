package io.inhouse.local.parts;

import io.inhouse.local.home.Home;
import io.inhouse.local.processes.Command;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.Processes;
import io.inhouse.local.progress.Line;
import io.inhouse.local.software.ForeignSoftware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL: one server, a database and a role of its own for each part that stores something. */
public final class PostgreSql implements Part {
    public static final String NAME = "postgresql";

    /** Each is also the name of the one role that may connect to it. */
    public static final List<String> DATABASES =
            List.of("datasets", "tuning", "registry", "inference", "audit", "keys", "keycloak");

    private static final String SUPERUSER = "postgres";

    private final Context context;

    public PostgreSql(Context context) {
        this.context = context;
    }

    static String jdbcUrl(Context context, String database) {
        return jdbcUrl(context.ports().reach(NAME), database);
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    static String password(Context context, String role) throws IOException {
        return context.secrets().secret("postgresql." + role);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of("postgresql software");
    }

    @Override
    public List<Integer> ports() {
        return List.of(context.ports().of(NAME));
    }

    @Override
    public void prepare(Line line) throws IOException {
        Path data = data();
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            line.says("creating the database cluster");
            createCluster(data);
        }
        // Nobody recognised as this server runs, so a lock file is what a crash left behind.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    @Override
    public Command command() throws IOException {
        Path data = data();
        List<String> arguments = new ArrayList<>(Unprivileged.prefix());
        arguments.addAll(List.of(binary("postgres"), "-D", data.toString()));
        Map<String, String> settings = Map.of(
                "listen_addresses", "127.0.0.1",
                "port", Integer.toString(context.ports().of(NAME)),
                "unix_socket_directories", "",
                "fsync", "on",
                "synchronous_commit", "on",
                "password_encryption", "scram-sha-256",
                "shared_buffers", "64MB",
                "max_connections", "200");
        settings.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(setting -> {
            arguments.add("-c");
            arguments.add(setting.getKey() + "=" + setting.getValue());
        });
        return new Command(arguments, Command.environment(Map.of("LC_ALL", "C")), data);
    }

    private void createCluster(Path data) throws IOException {
        Path staging = data.resolveSibling("postgresql.new");
        ForeignSoftware.delete(staging);
        Path password = context.home().secrets().resolve("initdb");
        Home.writePrivately(password, password(context, SUPERUSER) + "\n");
        try {
            List<String> command = new ArrayList<>(Unprivileged.prefix());
            command.addAll(List.of(
                    binary("initdb"),
                    "--pgdata=" + staging,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums"));
            Path log = context.home().log("initdb");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(Command.environment(Map.of("LC_ALL", "C")));
            if (builder.start().waitFor() != 0) {
                throw new IOException(
                        "initdb failed; it said:\n" + Files.readString(log).strip());
            }
            Files.move(staging, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the database cluster was being created", e);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    @Override
    public boolean isReady() {
        try (Connection connection = connect()) {
            return connection.isValid(3);
        } catch (SQLException | IOException notYet) {
            return false;
        }
    }

    @Override
    public void afterStart(Line line) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String name : DATABASES) {
                // Names are constants and passwords URL-safe letters, so nothing needs quoting.
                if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'")) {
                    statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password(context, name) + "'");
                }
                if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                    statement.execute("CREATE DATABASE " + name + " OWNER " + name);
                    statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
                }
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL refused to create the platform's databases: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect() throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password(context, SUPERUSER));
        properties.setProperty("loginTimeout", "3");
        return DriverManager.getConnection(jdbcUrl(context.ports().of(NAME), SUPERUSER), properties);
    }

    @Override
    public boolean recognises(ProcessTable.Entry entry) {
        return entry.arguments().contains(data().toString())
                && entry.arguments().stream().anyMatch(argument -> argument.endsWith("/bin/postgres"));
    }

    /** PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is on disk. */
    @Override
    public Processes.Signal politeSignal() {
        return Processes.Signal.INT;
    }

    private Path data() {
        return context.home().data().resolve("postgresql");
    }

    private String binary(String name) {
        return context.foreign().postgreSql().resolve("bin").resolve(name).toString();
    }
}
