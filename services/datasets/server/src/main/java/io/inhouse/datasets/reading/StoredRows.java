package io.inhouse.datasets.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.datasets.client.Finding;
import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.SetAsideRow;
import io.inhouse.datasets.encryption.RowSealer.SealedRow;
import io.inhouse.datasets.seal.Split;
import io.inhouse.datasets.seal.VersionRoot;
import io.inhouse.recording.encryption.SealedContent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What complete uploads brought into a version, in the order that names it: by upload, then by row. */
@ApplicationScoped
public class StoredRows {
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS_AT_ONCE = 500;

    private final DataSource database;

    StoredRows(DataSource database) {
        this.database = database;
    }

    /** @param number of the upload within the version */
    public record Position(int number, long ordinal) {
        public static final Position START = new Position(0, -1);
    }

    public record StoredRow(Position position, String upload, long line, Split split, SealedRow sealed) {}

    /** The Merkle root over all rows as they are now. Reads them as a stream. */
    @Transactional
    public VersionRoot root(String version) {
        VersionRoot root = new VersionRoot();
        query(
                "SELECT r.split, r.commitment FROM dataset_row r JOIN upload u ON u.id = r.upload_id"
                        + " WHERE u.version_id = ? AND u.state = 'committed' ORDER BY u.number, r.ordinal",
                row -> {
                    root.add(Split.of(row.getString(1)), row.getBytes(2));
                    return null;
                },
                version);
        return root;
    }

    /**
     * The next rows after a position.
     *
     * @param split null for both
     */
    @Transactional
    public List<StoredRow> after(String version, @Nullable Split split, Position position, int limit) {
        return query(
                "SELECT u.number, r.ordinal, r.upload_id, r.line, r.split, r.sealed, r.wrapped_key, r.key_id, r.commitment"
                        + " FROM upload u JOIN dataset_row r ON r.upload_id = u.id"
                        + " WHERE u.version_id = ? AND u.state = 'committed' AND (u.number, r.ordinal) > (?, ?)"
                        + (split == null ? "" : " AND r.split = '" + split.code() + "'")
                        + " ORDER BY u.number, r.ordinal LIMIT " + limit,
                row -> new StoredRow(
                        new Position(row.getInt(1), row.getLong(2)),
                        row.getString(3),
                        row.getLong(4),
                        Split.of(row.getString(5)),
                        new SealedRow(
                                new SealedContent(row.getBytes(6), row.getBytes(7), row.getString(8)),
                                row.getBytes(9))),
                version,
                position.number,
                position.ordinal);
    }

    /** Every row in order, read in pages, so that no transaction is held for long. */
    public void forEach(String version, Consumer<StoredRow> reader) {
        Position position = Position.START;
        while (true) {
            List<StoredRow> page = after(version, null, position, ROWS_AT_ONCE);
            page.forEach(reader);
            if (page.size() < ROWS_AT_ONCE) {
                return;
            }
            position = page.getLast().position();
        }
    }

    /**
     * The row at a place.
     *
     * @param number from 1, in the order that names the version
     */
    @Transactional
    public Optional<StoredRow> at(String version, long number) {
        // Rows of an upload are numbered without gaps, so the place is found by counting uploads.
        Object[] upload = query(
                        "SELECT number, before FROM (SELECT number, (report ->> 'rows')::bigint AS rows,"
                                + " sum((report ->> 'rows')::bigint) OVER (ORDER BY number) - (report ->> 'rows')::bigint AS before"
                                + " FROM upload WHERE version_id = ? AND state = 'committed') u WHERE ? > before AND ? <= before + rows",
                        row -> new Object[] {row.getInt(1), row.getLong(2)},
                        version,
                        number,
                        number)
                .stream()
                .findFirst()
                .orElse(null);
        if (upload == null) {
            return Optional.empty();
        }
        Position before = new Position((int) upload[0], number - (long) upload[1] - 2);
        return after(version, null, before, 1).stream().findFirst();
    }

    @Transactional
    public List<SetAsideRow> setAside(String version, int limit) {
        return query(
                "SELECT s.upload_id, s.line, s.code, s.reason FROM set_aside_row s JOIN upload u ON u.id = s.upload_id"
                        + " WHERE u.version_id = ? AND u.state = 'committed' ORDER BY u.number, s.line LIMIT " + limit,
                row -> new SetAsideRow(row.getString(1), row.getLong(2), row.getString(3), row.getString(4)),
                version);
    }

    @Transactional
    public List<Finding> findings(String version, int limit) {
        return query(
                "SELECT f.upload_id, f.line, f.field, f.span_start, f.span_end, f.type, f.action, f.score, f.reason"
                        + " FROM finding f JOIN upload u ON u.id = f.upload_id WHERE u.version_id = ? AND u.state = 'committed'"
                        + " ORDER BY u.number, f.line, f.field, f.span_start LIMIT " + limit,
                row -> new Finding(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getInt(5),
                        PersonalDataType.valueOf(row.getString(6)),
                        PersonalDataAction.of(row.getString(7)),
                        // Stored in single precision; told with the two digits it has.
                        Math.round(row.getFloat(8) * 100) / 100.0,
                        row.getString(9)),
                version);
    }

    /** How many findings of each type, as the uploads counted them. */
    @Transactional
    public Map<PersonalDataType, Long> findingCounts(String version) {
        Map<PersonalDataType, Long> counts = new EnumMap<>(PersonalDataType.class);
        query(
                "SELECT report -> 'findings' FROM upload WHERE version_id = ? AND state = 'committed'",
                row -> {
                    try {
                        JSON.readValue(row.getString(1), COUNTS)
                                .forEach((type, count) ->
                                        counts.merge(PersonalDataType.valueOf(type), count, Long::sum));
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException("the report of an upload is not what was stored", e);
                    }
                    return null;
                },
                version);
        return counts;
    }

    private <T> List<T> query(String sql, Reader<T> reader, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(1000);
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            List<T> results = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    T result = reader.read(rows);
                    if (result != null) {
                        results.add(result);
                    }
                }
            }
            return results;
        } catch (SQLException e) {
            throw new IllegalStateException("rows cannot be read", e);
        }
    }

    private interface Reader<T> {
        @Nullable
        T read(ResultSet row) throws SQLException;
    }
}
