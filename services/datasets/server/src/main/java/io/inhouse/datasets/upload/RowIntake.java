package io.inhouse.datasets.upload;

import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.encryption.RowSealer;
import io.inhouse.datasets.personaldata.Hit;
import io.inhouse.datasets.personaldata.PersonalDataScanner;
import io.inhouse.datasets.personaldata.Redaction;
import io.inhouse.datasets.rows.ParsedLine;
import io.inhouse.datasets.rows.Row;
import io.inhouse.datasets.seal.SeededSplit;
import io.inhouse.datasets.seal.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happens to the rows of one upload, and the count of it. One thread. */
final class RowIntake {
    private static final int REASONS_TOLD = 10;

    private final String upload;
    private final String version;
    private final String project;
    private final String dataset;
    private final PersonalDataScanner scanner;
    private final Redaction redaction;
    private final RowSealer sealer;
    private final @Nullable Split fixedSplit;
    private final SeededSplit seededSplit;

    private long ordinal;
    private long train;
    private long test;
    private long setAside;
    private final Map<PersonalDataType, Long> found = new EnumMap<>(PersonalDataType.class);
    private final Map<String, Long> reasons = new TreeMap<>();
    private final List<Map<String, Object>> firstReasons = new ArrayList<>();

    /** @param fixedSplit for all rows, or null for the seeded one */
    RowIntake(
            String upload,
            String version,
            String project,
            String dataset,
            PersonalDataScanner scanner,
            Redaction redaction,
            RowSealer sealer,
            @Nullable Split fixedSplit,
            SeededSplit seededSplit) {
        this.upload = upload;
        this.version = version;
        this.project = project;
        this.dataset = dataset;
        this.scanner = scanner;
        this.redaction = redaction;
        this.sealer = sealer;
        this.fixedSplit = fixedSplit;
        this.seededSplit = seededSplit;
    }

    void take(ParsedLine parsed, RowBatch batch) {
        switch (parsed) {
            case ParsedLine.Good good -> take(good.line(), good.row(), batch);
            case ParsedLine.Bad bad -> setAside(bad, null, batch);
        }
    }

    private void take(long line, Row row, RowBatch batch) {
        Set<PersonalDataType> blocking = EnumSet.noneOf(PersonalDataType.class);
        Row kept = row.map((field, text) -> {
            List<Hit> hits = scanner.scan(text);
            for (Hit hit : hits) {
                batch.addFinding(line, field, hit, redaction.action(hit.type()));
                found.merge(hit.type(), 1L, Long::sum);
                if (redaction.blocks(hit)) {
                    blocking.add(hit.type());
                }
            }
            return redaction.apply(text, hits);
        });
        if (!blocking.isEmpty()) {
            setAside(
                    new ParsedLine.Bad(
                            line, "blocked", "holds personal data that blocks a row: " + blocking, row.canonical()),
                    row.subject(),
                    batch);
            return;
        }
        Split split = fixedSplit != null ? fixedSplit : seededSplit.of(kept);
        if (split == Split.TRAIN) {
            train++;
        } else {
            test++;
        }
        String owner = RowSealer.owner(project, dataset, row.subject());
        batch.add(ordinal, line, split, sealer.seal(owner, upload, ordinal, kept.canonical()));
        ordinal++;
    }

    private void setAside(ParsedLine.Bad bad, @Nullable String subject, RowBatch batch) {
        setAside++;
        reasons.merge(bad.code(), 1L, Long::sum);
        if (firstReasons.size() < REASONS_TOLD) {
            firstReasons.add(Map.of("line", bad.line(), "code", bad.code(), "reason", bad.reason()));
        }
        String owner = RowSealer.owner(project, dataset, subject);
        batch.addSetAside(
                bad.line(), bad.code(), bad.reason(), sealer.sealSetAside(owner, upload, bad.line(), bad.bytes()));
    }

    long rows() {
        return train + test;
    }

    String scannerVersion() {
        return scanner.version();
    }

    /** The first rows that were set aside, for a message. */
    List<Map<String, Object>> firstReasons() {
        return List.copyOf(firstReasons);
    }

    UploadReport report(long blankLines, long bytes) {
        return new UploadReport(
                upload,
                version,
                train + test,
                train,
                test,
                setAside,
                blankLines,
                bytes,
                new EnumMap<>(found),
                new TreeMap<>(reasons));
    }
}
