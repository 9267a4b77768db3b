package io.inhouse.datasets;

import io.inhouse.ledger.Leaf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What stands in the outbox. */
final class RecordedEvents {
    private RecordedEvents() {}

    /** {@code type outcome} of every entry about a project, in order. */
    static List<String> of(DataSource database, String project) throws SQLException {
        List<String> events = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT leaf FROM recording.outbox ORDER BY stream, seq");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Leaf leaf = Leaf.parse(rows.getBytes(1));
                if (project.equals(leaf.project())) {
                    events.add(leaf.type() + " " + leaf.outcome().code());
                }
            }
        }
        return events;
    }
}
