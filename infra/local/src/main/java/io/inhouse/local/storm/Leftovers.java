package io.inhouse.local.storm;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Ports;
import io.inhouse.local.home.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that nobody owns: objects in the artefact store that no table names (left when a process died between storing and
 * committing) and that no server is going to collect, and weights that a finished job left in its directory.
 */
final class Leftovers {
    private static final int DIGITS_OF_A_DIGEST = 64;

    private final Home home;
    private final Ports ports;

    Leftovers(Home home, Ports ports) {
        this.home = home;
        this.ports = ports;
    }

    /** @param succeeded jobs that need nothing but their log any more */
    List<String> list(List<String> succeeded) throws IOException, SQLException {
        List<String> orphans = new ArrayList<>();
        Set<String> owned = owned();
        try (Stream<Path> files = Files.walk(home.artefacts())) {
            // Beginnings of objects are collected by age, without a note.
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(home.artefacts().resolve("incoming")))
                    .toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.length() != DIGITS_OF_A_DIGEST || !owned.contains(name)) {
                    orphans.add(home.root().relativize(file).toString());
                }
            }
        }
        for (String job : succeeded) {
            Path directory = home.work().resolve(job);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("trainer.log"))
                            .forEach(file ->
                                    orphans.add(home.root().relativize(file).toString()));
                }
            }
        }
        return orphans;
    }

    private Set<String> owned() throws IOException, SQLException {
        Set<String> owned = new HashSet<>();
        add(owned, "audit", "SELECT ct_ref FROM content WHERE ct_ref IS NOT NULL");
        add(owned, "audit", "SELECT ct_ref FROM held WHERE ct_ref IS NOT NULL");
        for (String database : List.of("datasets", "tuning", "registry", "inference", "audit")) {
            add(owned, database, "SELECT ct_ref FROM recording.outbox WHERE ct_ref IS NOT NULL");
            // Nobody's, perhaps, but known: collected when they are old.
            add(owned, database, "SELECT digest FROM recording.pending_artefact");
        }
        add(owned, "registry", "SELECT file ->> 'digest' FROM adapter, jsonb_array_elements(files::jsonb) file");
        return owned;
    }

    private void add(Set<String> owned, String database, String query) throws IOException, SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + ports.of("postgresql") + "/" + database;
        String password = Secrets.open(home).secret("postgresql." + database);
        try (Connection connection = DriverManager.getConnection(url, database, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                owned.add(rows.getString(1).replaceFirst("^sha256:", ""));
            }
        }
    }
}
