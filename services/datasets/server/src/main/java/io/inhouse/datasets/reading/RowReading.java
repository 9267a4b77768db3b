package io.inhouse.datasets.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NumberedRow;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.names.Scanners;
import io.inhouse.datasets.personaldata.PersonalDataScanner;
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
        return rows.after(version.id(), null, Position.START, limit).stream()
                .map(row -> ShownRow.of(json(row), scanner, row).row())
                .toList();
    }

    /**
     * One row by its place, as {@link #preview} shows it.
     *
     * @throws PlatformException {@code NOT_FOUND} if the version has no such row, {@code CONFLICT} if it is withdrawn
     */
    public NumberedRow row(Caller caller, DatasetVersion version, long number) {
        requireReadable(version);
        long all = version.trainRows() + version.testRows();
        StoredRow row = rows.at(version.id(), number)
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "Version " + version.id() + " has rows 1 to " + all + ", and no row " + number + ".",
                        Map.of("rows", all)));
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .content("row", number)
                .build());
        ShownRow shown = ShownRow.of(json(row), scanners.of(caller.project()), row);
        return new NumberedRow(version.id(), number, all, row.upload(), shown.masked(), shown.row());
    }

    /** Rows by their places, as {@link #preview} shows them; the caller has recorded the look. */
    public List<NumberedRow> listed(DatasetVersion version, List<Long> numbers) {
        PersonalDataScanner scanner = scanners.of(version.project());
        List<NumberedRow> listed = new ArrayList<>();
        for (long number : numbers) {
            rows.at(version.id(), number).ifPresent(row -> {
                ShownRow shown = ShownRow.of(json(row), scanner, row);
                listed.add(new NumberedRow(
                        version.id(),
                        number,
                        version.trainRows() + version.testRows(),
                        row.upload(),
                        shown.masked(),
                        shown.row()));
            });
        }
        return listed;
    }

    /** @throws PlatformException {@code CONFLICT} if the version is withdrawn */
    public static void requireReadable(DatasetVersion version) {
        if (version.state() == VersionState.WITHDRAWN) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "Version " + version.id() + " is withdrawn; its rows are not read any more.",
                    Map.of("state", version.state().code()));
        }
    }

    /**
     * Rows as a job would read them, spread evenly, for a service that measures them.
     *
     * @param step every so-manieth row
     */
    public Writer sample(Caller caller, DatasetVersion version, long step) {
        requireReadable(version);
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .content("measured", (version.trainRows() + version.testRows() + step - 1) / step)
                .build());
        return target -> {
            Position position = Position.START;
            long number = 0;
            while (true) {
                List<StoredRow> page = rows.after(version.id(), null, position, ROWS_AT_ONCE);
                for (StoredRow row : page) {
                    if (number++ % step == 0) {
                        target.write(sealer.open(
                                row.sealed(), row.upload(), row.position().ordinal()));
                        target.write('\n');
                    }
                }
                if (page.size() < ROWS_AT_ONCE) {
                    target.flush();
                    return;
                }
                position = page.getLast().position();
            }
        };
    }

    private JsonNode json(StoredRow row) {
        try {
            return JSON.readTree(
                    sealer.open(row.sealed(), row.upload(), row.position().ordinal()));
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
