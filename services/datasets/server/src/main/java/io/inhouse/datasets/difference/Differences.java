package io.inhouse.datasets.difference;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NumberedRow;
import io.inhouse.datasets.client.VersionDifference;
import io.inhouse.datasets.client.VersionDifference.Kind;
import io.inhouse.datasets.encryption.Hashing;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.reading.RowReading;
import io.inhouse.datasets.reading.StoredRows;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares versions by what their rows say. Commitments cannot be compared: each row's is salted anew, so that it tells
 * nothing about the row. So the rows are opened and hashed, here and now; hashes of what rows say are never stored.
 */
@ApplicationScoped
public class Differences {
    private static final int MOST_ROWS = 1_000_000;
    private static final int REMEMBERED = 4;

    private final StoredRows rows;
    private final RowSealer sealer;
    private final RowReading reading;
    private final Recorder recorder;

    /** The last few, because lists are looked at page by page. Guarded by itself. */
    private final Map<Compared, Comparison> known = new LinkedHashMap<>();

    Differences(StoredRows rows, RowSealer sealer, RowReading reading, Recorder recorder) {
        this.rows = rows;
        this.sealer = sealer;
        this.reading = reading;
        this.recorder = recorder;
    }

    /** Rows are only ever added to a version, so their number says which state of it was compared. */
    private record Compared(String from, long fromRows, String to, long toRows) {}

    /**
     * @param after number of the last row of the page before; 0 for the first page
     * @throws PlatformException {@code CONFLICT} if one is withdrawn, {@code UNPROCESSABLE} if they are too large
     */
    public VersionDifference of(
            Caller caller, DatasetVersion from, DatasetVersion to, Kind kind, long after, int limit) {
        for (DatasetVersion version : List.of(from, to)) {
            RowReading.requireReadable(version);
            if (rows(version) > MOST_ROWS) {
                throw new PlatformException(
                        Failure.UNPROCESSABLE,
                        "Version " + version.id() + " has " + rows(version) + " rows; versions of at most " + MOST_ROWS
                                + " are compared.",
                        Map.of("rows", rows(version), "most", MOST_ROWS));
            }
        }
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", to.datasetId())
                .object("dataset-version", to.id(), to.digest())
                .object("dataset-version", from.id(), from.digest())
                .content("compared", kind.code())
                .content("after", after)
                .content("limit", limit)
                .build());
        Comparison comparison = compared(from, to);
        BitSet places = switch (kind) {
            case ADDED -> comparison.added();
            case REMOVED -> comparison.removed();
            case KEPT -> comparison.keptRows();
        };
        List<Long> numbers = new ArrayList<>();
        int place = places.nextSetBit((int) Math.min(after, MOST_ROWS));
        for (; place >= 0 && numbers.size() < limit; place = places.nextSetBit(place + 1)) {
            numbers.add(place + 1L);
        }
        List<NumberedRow> listed = reading.listed(kind == Kind.REMOVED ? from : to, numbers);
        return new VersionDifference(
                from.id(),
                to.id(),
                comparison.added().cardinality(),
                comparison.removed().cardinality(),
                comparison.kept(),
                kind,
                listed,
                place >= 0 ? numbers.getLast() : null);
    }

    private Comparison compared(DatasetVersion from, DatasetVersion to) {
        Compared key = new Compared(from.id(), rows(from), to.id(), rows(to));
        synchronized (known) {
            Comparison before = known.get(key);
            if (before != null) {
                return before;
            }
        }
        Comparison comparison = new Comparison(hashes(from), hashes(to));
        synchronized (known) {
            known.put(key, comparison);
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return comparison;
    }

    private long[] hashes(DatasetVersion version) {
        long[] hashes = new long[(int) rows(version)];
        int[] at = new int[1];
        rows.forEach(version.id(), row -> {
            byte[] stored =
                    sealer.open(row.sealed(), row.upload(), row.position().ordinal());
            byte[] hash = Hashing.sha256(Hashing.utf8(row.split().code() + "\n"), stored);
            // Rows that came since the version was looked up are not part of what is compared.
            if (at[0] < hashes.length) {
                hashes[at[0]++] = ByteBuffer.wrap(hash).getLong();
            }
        });
        return hashes;
    }

    private static long rows(DatasetVersion version) {
        return version.trainRows() + version.testRows();
    }
}
