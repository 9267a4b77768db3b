package io.inhouse.datasets.upload;

import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.encryption.RowSealer.SealedRow;
import io.inhouse.datasets.personaldata.Hit;
import io.inhouse.datasets.seal.Split;
import io.inhouse.recording.encryption.SealedContent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows on their way into the database: written with one statement per table, in the caller's transaction. */
final class RowBatch {
    private record TakenRow(long ordinal, long line, Split split, SealedRow row) {}

    private record SetAside(long line, String code, String reason, SealedContent content) {}

    private record FoundHit(long line, String field, Hit hit, PersonalDataAction action) {}

    private final String upload;
    private final String project;
    private final List<TakenRow> rows = new ArrayList<>();
    private final List<SetAside> setAside = new ArrayList<>();
    private final List<FoundHit> findings = new ArrayList<>();
    private long bytes;

    RowBatch(String upload, String project) {
        this.upload = upload;
        this.project = project;
    }

    void add(long ordinal, long line, Split split, SealedRow row) {
        rows.add(new TakenRow(ordinal, line, split, row));
        bytes += row.content().ct().length;
    }

    void addSetAside(long line, String code, String reason, SealedContent content) {
        setAside.add(new SetAside(line, code, reason, content));
        bytes += content.ct().length;
    }

    void addFinding(long line, String field, Hit hit, PersonalDataAction action) {
        findings.add(new FoundHit(line, field, hit, action));
        bytes += 100;
    }

    boolean isFull(int mostRows, long mostBytes) {
        return rows.size() + setAside.size() >= mostRows || bytes >= mostBytes;
    }

    boolean isEmpty() {
        return rows.isEmpty() && setAside.isEmpty() && findings.isEmpty();
    }

    void clear() {
        rows.clear();
        setAside.clear();
        findings.clear();
        bytes = 0;
    }

    void write(Connection connection) throws SQLException {
        if (!rows.isEmpty()) {
            insert(
                    connection,
                    "INSERT INTO dataset_row (upload_id, project_id, ordinal, line, split, commitment, key_id, wrapped_key, sealed)"
                            + " SELECT ?, ?, * FROM unnest(?, ?, ?, ?, ?, ?, ?)",
                    array(
                            connection,
                            "bigint",
                            rows.stream().map(TakenRow::ordinal).toArray(Long[]::new)),
                    array(
                            connection,
                            "bigint",
                            rows.stream().map(TakenRow::line).toArray(Long[]::new)),
                    array(
                            connection,
                            "text",
                            rows.stream().map(r -> r.split.code()).toArray(String[]::new)),
                    array(
                            connection,
                            "bytea",
                            rows.stream().map(r -> r.row.commitment()).toArray(byte[][]::new)),
                    array(
                            connection,
                            "text",
                            rows.stream().map(r -> r.row.content().keyId()).toArray(String[]::new)),
                    array(
                            connection,
                            "bytea",
                            rows.stream().map(r -> r.row.content().dek()).toArray(byte[][]::new)),
                    array(
                            connection,
                            "bytea",
                            rows.stream().map(r -> r.row.content().ct()).toArray(byte[][]::new)));
        }
        if (!setAside.isEmpty()) {
            insert(
                    connection,
                    "INSERT INTO set_aside_row (upload_id, project_id, line, code, reason, key_id, wrapped_key, sealed)"
                            + " SELECT ?, ?, * FROM unnest(?, ?, ?, ?, ?, ?)",
                    array(
                            connection,
                            "bigint",
                            setAside.stream().map(SetAside::line).toArray(Long[]::new)),
                    array(
                            connection,
                            "text",
                            setAside.stream().map(SetAside::code).toArray(String[]::new)),
                    array(
                            connection,
                            "text",
                            setAside.stream().map(SetAside::reason).toArray(String[]::new)),
                    array(
                            connection,
                            "text",
                            setAside.stream().map(r -> r.content.keyId()).toArray(String[]::new)),
                    array(
                            connection,
                            "bytea",
                            setAside.stream().map(r -> r.content.dek()).toArray(byte[][]::new)),
                    array(
                            connection,
                            "bytea",
                            setAside.stream().map(r -> r.content.ct()).toArray(byte[][]::new)));
        }
        if (!findings.isEmpty()) {
            insert(
                    connection,
                    "INSERT INTO finding (upload_id, project_id, line, field, span_start, span_end, type, action, score, reason)"
                            + " SELECT ?, ?, * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)",
                    array(
                            connection,
                            "bigint",
                            findings.stream().map(FoundHit::line).toArray(Long[]::new)),
                    array(
                            connection,
                            "text",
                            findings.stream().map(FoundHit::field).toArray(String[]::new)),
                    array(
                            connection,
                            "integer",
                            findings.stream().map(f -> f.hit.start()).toArray(Integer[]::new)),
                    array(
                            connection,
                            "integer",
                            findings.stream().map(f -> f.hit.end()).toArray(Integer[]::new)),
                    array(
                            connection,
                            "text",
                            findings.stream().map(f -> f.hit.type().name()).toArray(String[]::new)),
                    array(
                            connection,
                            "text",
                            findings.stream().map(f -> f.action.code()).toArray(String[]::new)),
                    array(
                            connection,
                            "real",
                            findings.stream().map(f -> (float) f.hit.score()).toArray(Float[]::new)),
                    array(
                            connection,
                            "text",
                            findings.stream().map(f -> f.hit.reason()).toArray(String[]::new)));
        }
    }

    private void insert(Connection connection, String sql, Array... columns) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, upload);
            insert.setString(2, project);
            for (int i = 0; i < columns.length; i++) {
                insert.setArray(i + 3, columns[i]);
            }
            insert.executeUpdate();
        }
    }

    private static Array array(Connection connection, String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }
}
