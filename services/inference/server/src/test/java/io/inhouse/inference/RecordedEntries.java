package io.inhouse.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.inhouse.ledger.Leaf;
import io.inhouse.recording.Envelope;
import io.inhouse.recording.EventContents;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What this process has recorded, decrypted. */
@ApplicationScoped
public class RecordedEntries {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AgroalDataSource dataSource;
    private final EventContents contents;

    RecordedEntries(AgroalDataSource dataSource, EventContents contents) {
        this.dataSource = dataSource;
        this.contents = contents;
    }

    /** One entry: its clear part and its content. */
    public record Entry(Leaf leaf, JsonNode content) {
        /** The id of the object of this kind; empty if there is none. */
        public String object(String kind) {
            return leaf.objects().stream()
                    .filter(object -> object.kind().equals(kind))
                    .map(object -> object.id())
                    .findFirst()
                    .orElse("");
        }
    }

    /** In the order of their numbers. */
    public List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT leaf, ct, ct_ref, dek, key_id FROM recording.outbox ORDER BY stream, seq")) {
            while (rows.next()) {
                Envelope envelope = new Envelope(
                        1, rows.getBytes(1), rows.getBytes(2), rows.getString(3), rows.getBytes(4), rows.getString(5));
                entries.add(new Entry(Leaf.parse(envelope.leaf()), JSON.readTree(contents.open(envelope))));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /** Entries of this type about this answer. */
    public List<Entry> of(String type, String answer) {
        return all().stream()
                .filter(entry -> entry.leaf().type().equals(type)
                        && entry.object("answer").equals(answer))
                .toList();
    }
}
