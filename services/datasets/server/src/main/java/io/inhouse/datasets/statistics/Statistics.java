package io.inhouse.datasets.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.VersionStatistics;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.overlap.Overlaps;
import io.inhouse.datasets.reading.RowReading;
import io.inhouse.datasets.reading.StoredRows;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the figures of a version and remembers those asked for last: rows are only ever added, and only to a draft. */
@ApplicationScoped
public class Statistics {
    private static final int MOST_ROWS = 5_000_000;
    private static final int REMEMBERED = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StoredRows rows;
    private final RowSealer sealer;
    private final Overlaps overlaps;
    private final Recorder recorder;

    /** By version. Guarded by itself. */
    private final Map<String, VersionStatistics> known = new LinkedHashMap<>();

    Statistics(StoredRows rows, RowSealer sealer, Overlaps overlaps, Recorder recorder) {
        this.rows = rows;
        this.sealer = sealer;
        this.overlaps = overlaps;
        this.recorder = recorder;
    }

    /**
     * @throws PlatformException {@code CONFLICT} if the version is withdrawn, {@code UNPROCESSABLE} if it has too many rows
     *     to be counted while somebody waits
     */
    public VersionStatistics of(Caller caller, DatasetVersion version) {
        RowReading.requireReadable(version);
        long all = version.trainRows() + version.testRows();
        if (all > MOST_ROWS) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "The version has " + all + " rows; figures are computed of at most " + MOST_ROWS + ".",
                    Map.of("rows", all, "most", MOST_ROWS));
        }
        synchronized (known) {
            VersionStatistics before = known.get(version.id());
            if (before != null && before.rows() == all) {
                return before;
            }
        }
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .content("statistics", all)
                .build());
        VersionStatistics computed = compute(version);
        synchronized (known) {
            known.put(version.id(), computed);
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return computed;
    }

    private VersionStatistics compute(DatasetVersion version) {
        RowFigures figures = new RowFigures();
        rows.forEach(version.id(), row -> {
            byte[] stored =
                    sealer.open(row.sealed(), row.upload(), row.position().ordinal());
            try {
                figures.add(row.split(), stored, JSON.readTree(stored));
            } catch (IOException e) {
                throw new IllegalStateException("a stored row is not JSON", e);
            }
        });
        return new VersionStatistics(
                version.id(), figures.rows(), figures.splits(), figures.repeated(), nearHeldOut(version));
    }

    private @Nullable Long nearHeldOut(DatasetVersion version) {
        try {
            return overlaps.of(version).nearCount();
        } catch (PlatformException e) {
            if (e.failure() == Failure.UNPROCESSABLE) {
                return null;
            }
            throw e;
        }
    }
}
