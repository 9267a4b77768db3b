package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DataGovernance;
import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetChange;
import io.inhouse.datasets.client.NewDataset;
import java.time.DateTimeException;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** What a person writes about a dataset. Fields left empty state nothing. */
public record DatasetForm(
        @RestForm @Nullable String name,
        @RestForm @Nullable String description,
        @RestForm @Nullable String purposes,
        @RestForm @Nullable String legalBasis,
        @RestForm @Nullable String consentBatch,
        @RestForm @Nullable String licence,
        @RestForm @Nullable String keepFor,
        @RestForm @Nullable String unit,
        @RestForm @Nullable String designChoices,
        @RestForm @Nullable String origin,
        @RestForm @Nullable String preparation,
        @RestForm @Nullable String assumptions,
        @RestForm @Nullable String suitability,
        @RestForm @Nullable String biasExamination,
        @RestForm @Nullable String biasMitigation,
        @RestForm @Nullable String gaps) {
    static DatasetForm empty() {
        return new DatasetForm(
                null, null, null, null, null, null, "2", "Y", null, null, null, null, null, null, null, null);
    }

    static DatasetForm of(Dataset dataset) {
        DataGovernance governance = dataset.governance();
        String[] kept = kept(dataset.retention());
        return new DatasetForm(
                dataset.name(),
                dataset.description(),
                String.join(", ", dataset.purposes()),
                dataset.legalBasis(),
                dataset.consentBatch(),
                dataset.licence(),
                kept[0],
                kept[1],
                governance.designChoices(),
                governance.origin(),
                governance.preparation(),
                governance.assumptions(),
                governance.suitability(),
                governance.biasExamination(),
                governance.biasMitigation(),
                governance.gaps());
    }

    /** @throws NumberFormatException if the retention is no whole number */
    NewDataset asNew() {
        return new NewDataset(
                name == null ? "" : name.strip(),
                text(description),
                words(purposes),
                text(legalBasis),
                text(licence),
                retention(),
                text(consentBatch),
                governance());
    }

    /** @throws NumberFormatException if the retention is no whole number */
    DatasetChange asChange() {
        return new DatasetChange(
                text(description),
                words(purposes),
                text(legalBasis),
                text(licence),
                retention(),
                text(consentBatch),
                governance());
    }

    DataGovernance governance() {
        return new DataGovernance(
                text(designChoices),
                text(origin),
                text(preparation),
                text(assumptions),
                text(suitability),
                text(biasExamination),
                text(biasMitigation),
                text(gaps));
    }

    public boolean unitIs(String code) {
        return code.equals(unit);
    }

    private @Nullable String retention() {
        if (keepFor == null || keepFor.isBlank()) {
            return null;
        }
        return "P" + Integer.parseInt(keepFor.strip()) + ("M".equals(unit) || "D".equals(unit) ? unit : "Y");
    }

    /** Amount and unit; of a period in several units the months. */
    private static String[] kept(@Nullable String retention) {
        if (retention == null) {
            return new String[] {"", "Y"};
        }
        try {
            Period period = Period.parse(retention);
            if (period.getDays() != 0) {
                return new String[] {Long.toString(period.toTotalMonths() * 30 + period.getDays()), "D"};
            }
            return period.getMonths() == 0
                    ? new String[] {Integer.toString(period.getYears()), "Y"}
                    : new String[] {Long.toString(period.toTotalMonths()), "M"};
        } catch (DateTimeException e) {
            return new String[] {"", "Y"};
        }
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable List<String> words(@Nullable String value) {
        return value == null || value.isBlank()
                ? null
                : Arrays.stream(value.strip().split("[\\s,;]+")).toList();
    }
}
