package io.inhouse.audit.openai;

import io.inhouse.audit.head.PublishedHeads;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.Leaf;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Published entries, newest first. */
@ApplicationScoped
public class AuditLogs {
    private final PublishedHeads heads;
    private final DataSource dataSource;

    AuditLogs(PublishedHeads heads, DataSource dataSource) {
        this.heads = heads;
        this.dataSource = dataSource;
    }

    private record Condition(String sql, Object value) {}

    /**
     * One entry more than asked for if there are more.
     *
     * @throws PlatformException {@code INVALID_REQUEST} if {@code after} or {@code before} is no published entry
     */
    List<Leaf> list(AuditLogQuery query) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition("idx < ?", heads.size()));
        Instant from = query.from();
        if (from != null) {
            conditions.add(new Condition("ts >= ?", Timestamp.from(from)));
        }
        Instant to = query.to();
        if (to != null) {
            conditions.add(new Condition("ts < ?", Timestamp.from(to)));
        }
        any(conditions, "project = ANY (?)", query.projects());
        any(conditions, "type = ANY (?)", query.types());
        any(conditions, "actor_p = ANY (?)", query.actors());
        any(
                conditions,
                "EXISTS (SELECT 1 FROM entry_object o WHERE o.idx = entry.idx AND o.id = ANY (?))",
                query.resources());
        try (Connection connection = dataSource.getConnection()) {
            String after = query.after();
            if (after != null) {
                Place place = place(connection, "after", after);
                conditions.add(new Condition("ts <= ?", place.ts()));
                conditions.add(new Condition("(ts, idx) < (?::timestamptz, " + place.index() + ")", place.ts()));
            }
            String before = query.before();
            if (before != null) {
                Place place = place(connection, "before", before);
                conditions.add(new Condition("ts >= ?", place.ts()));
                conditions.add(new Condition("(ts, idx) > (?::timestamptz, " + place.index() + ")", place.ts()));
            }
            // What ends before an entry is the page next to it, so it is read from there upwards.
            boolean upwards = before != null && after == null;
            List<Leaf> leaves =
                    read(connection, conditions, upwards ? "ts, idx" : "ts DESC, idx DESC", query.limit() + 1);
            return upwards ? leaves.reversed() : leaves;
        } catch (SQLException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE, "The ledger's database did not answer. Try again.", Map.of(), e);
        }
    }

    private record Place(Timestamp ts, long index) {}

    private static Place place(Connection connection, String parameter, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT ts, idx FROM entry WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    return new Place(rows.getTimestamp(1), rows.getLong(2));
                }
            }
        }
        throw new PlatformException(
                Failure.INVALID_REQUEST,
                "The parameter " + parameter + " is the id of an entry; there is no " + id + ".",
                Map.of("param", parameter));
    }

    private static void any(List<Condition> conditions, String sql, List<String> values) {
        if (!values.isEmpty()) {
            conditions.add(new Condition(sql, values));
        }
    }

    private static List<Leaf> read(Connection connection, List<Condition> conditions, String order, int limit)
            throws SQLException {
        String where =
                String.join(" AND ", conditions.stream().map(Condition::sql).toList());
        List<Leaf> leaves = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT leaf FROM entry WHERE " + where + " ORDER BY " + order + " LIMIT " + limit)) {
            for (int i = 0; i < conditions.size(); i++) {
                Object value = conditions.get(i).value();
                if (value instanceof List<?> texts) {
                    select.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
                } else {
                    select.setObject(i + 1, value);
                }
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    leaves.add(Leaf.parse(rows.getBytes(1)));
                }
            }
        }
        return leaves;
    }
}
