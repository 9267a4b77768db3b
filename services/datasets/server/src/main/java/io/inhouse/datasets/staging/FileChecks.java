package io.inhouse.datasets.staging;

import io.inhouse.datasets.client.ColumnMapping;
import io.inhouse.datasets.client.FileCheck;
import io.inhouse.datasets.client.MarkedRow;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.SetAsideRow;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.names.Scanners;
import io.inhouse.datasets.personaldata.Hit;
import io.inhouse.datasets.personaldata.MarkedText;
import io.inhouse.datasets.personaldata.PersonalDataScanner;
import io.inhouse.datasets.rows.CsvRows;
import io.inhouse.datasets.rows.ParsedLine;
import io.inhouse.datasets.rows.Row;
import io.inhouse.datasets.rows.RowSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks into a staged file as the intake would, and keeps nothing. */
@ApplicationScoped
class FileChecks {
    private static final int SET_ASIDE_TOLD = 50;
    private static final int SAMPLES_WITH_FINDINGS = 20;
    private static final int OTHER_SAMPLES = 3;

    private final StagedRows rows;
    private final Scanners scanners;
    private final StagingConfig config;

    FileChecks(StagedRows rows, Scanners scanners, StagingConfig config) {
        this.rows = rows;
        this.scanners = scanners;
        this.config = config;
    }

    FileCheck check(String project, StagedFile file, @Nullable ColumnMapping columns) throws IOException {
        RowSource source = rows.open(file, columns);
        PersonalDataScanner scanner = scanners.of(project);
        Map<PersonalDataType, Long> findings = new EnumMap<>(PersonalDataType.class);
        List<SetAsideRow> setAside = new ArrayList<>();
        List<MarkedRow> withFindings = new ArrayList<>();
        List<MarkedRow> others = new ArrayList<>();
        long looked = 0;
        long bad = 0;
        ParsedLine line = source.next();
        for (; line != null && looked < config.checkRows(); line = source.next()) {
            looked++;
            switch (line) {
                case ParsedLine.Bad fault -> {
                    bad++;
                    if (setAside.size() < SET_ASIDE_TOLD) {
                        setAside.add(new SetAsideRow(file.id(), fault.line(), fault.code(), fault.reason()));
                    }
                }
                case ParsedLine.Good good -> {
                    long before = total(findings);
                    MarkedRow marked = marked(good, scanner, findings);
                    List<MarkedRow> list = total(findings) > before ? withFindings : others;
                    if (list.size() < (list == others ? OTHER_SAMPLES : SAMPLES_WITH_FINDINGS)) {
                        list.add(marked);
                    }
                }
            }
        }
        withFindings.addAll(others);
        return new FileCheck(
                source instanceof CsvRows table ? table.columns() : List.of(),
                looked,
                line == null,
                looked - bad,
                bad,
                findings,
                setAside,
                withFindings);
    }

    private static long total(Map<PersonalDataType, Long> findings) {
        return findings.values().stream().mapToLong(Long::longValue).sum();
    }

    private static MarkedRow marked(
            ParsedLine.Good good, PersonalDataScanner scanner, Map<PersonalDataType, Long> findings) {
        List<MarkedRow.Field> fields = new ArrayList<>();
        Row row = good.row();
        row.map((field, text) -> {
            List<Hit> hits = scanner.scan(text);
            hits.forEach(hit -> findings.merge(hit.type(), 1L, Long::sum));
            fields.add(new MarkedRow.Field(field, MarkedText.of(text, hits)));
            return text;
        });
        return new MarkedRow(good.line(), fields);
    }
}
