package io.inhouse.datasets.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.names.Scanners;
import io.inhouse.datasets.personaldata.PersonalDataScanner;
import io.inhouse.datasets.personaldata.Redaction;
import io.inhouse.datasets.reading.StoredRows.Position;
import io.inhouse.datasets.reading.StoredRows.StoredRow;
import io.inhouse.datasets.seal.Split;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decrypts rows for those who may read them, after the reading is recorded. */
@ApplicationScoped
public class RowReading {
    private static final int ROWS_AT_ONCE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoredRows rows;
    private final RowSealer sealer;
    private final Scanners scanners;
    private final Recorder recorder;

    RowReading(StoredRows rows, RowSealer sealer, Scanners scanners, Recorder recorder) {
        this.rows = rows;
        this.sealer = sealer;
        this.scanners = scanners;
        this.recorder = recorder;
    }

    /** Writes rows, one JSON object per line. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream target) throws IOException;
    }

    /**
     * A split of an approved version, for a job.
     *
     * @throws PlatformException {@code CONFLICT} if the version is not approved (recorded as denied), {@code INTERNAL} if
     *     its rows are not those that were sealed
     */
    public Writer forJob(Caller caller, DatasetVersion version, Split split, String job) {
        AuditEvent.Builder event = AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .object("tuning-job", job)
                .content("split", split.code());
        if (version.state() != VersionState.APPROVED) {
            recorder.recordNow(event.outcome(Outcome.DENIED)
                    .content("state", version.state().code())
                    .build());
            throw new PlatformException(
                    Failure.CONFLICT,
                    "Version " + version.id() + " is " + version.state().code()
                            + ". Only an approved version can be trained on.",
                    Map.of("state", version.state().code()));
        }
        requireUnchanged(version);
        recorder.recordNow(event.content("rows", split == Split.TRAIN ? version.trainRows() : version.testRows())
                .build());
        return target -> write(version, split, target);
    }

    /** Everything of a version as it is stored, for whoever brought it in. */
    public Writer content(Caller caller, DatasetVersion version, String file) {
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("file", file)
                .object("dataset-version", version.id(), version.digest())
                .content("rows", version.trainRows() + version.testRows())
                .build());
        return target -> write(version, null, target);
    }

    /** The first rows, with personal data masked whatever the version does with it. */
    public List<PreviewRow> preview(Caller caller, DatasetVersion version, int limit) {
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .content("preview", limit)
                .build());
        PersonalDataScanner scanner = scanners.of(caller.project());
        List<PreviewRow> shown = new ArrayList<>();
        for (StoredRow row : rows.after(version.id(), null, Position.START, limit)) {
            shown.add(shown(row, scanner));
        }
        return shown;
    }

    private PreviewRow shown(StoredRow row, PersonalDataScanner scanner) {
        JsonNode json =
                json(sealer.open(row.sealed(), row.upload(), row.position().ordinal()));
        List<PreviewRow.Message> messages = null;
        if (json.has("messages")) {
            messages = new ArrayList<>();
            for (JsonNode message : json.get("messages")) {
                messages.add(new PreviewRow.Message(
                        message.get("role").textValue(),
                        String.valueOf(masked(message.get("content").textValue(), scanner))));
            }
        }
        return new PreviewRow(
                row.line(),
                row.split().code(),
                masked(json.path("prompt").textValue(), scanner),
                masked(json.path("completion").textValue(), scanner),
                messages,
                masked(json.path("text").textValue(), scanner));
    }

    private static @Nullable String masked(@Nullable String text, PersonalDataScanner scanner) {
        return text == null ? null : Redaction.maskingAll().apply(text, scanner.scan(text));
    }

    private static JsonNode json(byte[] row) {
        try {
            return JSON.readTree(row);
        } catch (IOException e) {
            throw new IllegalStateException("a stored row is not JSON", e);
        }
    }

    private void requireUnchanged(DatasetVersion version) {
        String found = rows.root(version.id()).digest();
        if (!found.equals(version.digest())) {
            throw new PlatformException(
                    Failure.INTERNAL,
                    "The rows of version " + version.id() + " are not those that were sealed. Nothing was read.",
                    Map.of("digest", String.valueOf(version.digest()), "found", found));
        }
    }

    /** Rows of a complete upload never change, so they are read in pages and no transaction waits for the reader. */
    private void write(DatasetVersion version, @Nullable Split split, OutputStream target) throws IOException {
        Position position = Position.START;
        while (true) {
            List<StoredRow> page = rows.after(version.id(), split, position, ROWS_AT_ONCE);
            for (StoredRow row : page) {
                target.write(
                        sealer.open(row.sealed(), row.upload(), row.position().ordinal()));
                target.write('\n');
            }
            if (page.size() < ROWS_AT_ONCE) {
                target.flush();
                return;
            }
            position = page.getLast().position();
        }
    }
}
