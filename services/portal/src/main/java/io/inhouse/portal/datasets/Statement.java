package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DataGovernance;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the eight points of data governance, as a field of a form or a line of a page.
 *
 * @param value empty if not stated
 */
public record Statement(String name, String label, String hint, String value) {
    static List<Statement> of(DataGovernance governance, CatalogueWords words) {
        return List.of(
                line("designChoices", words.designChoices(), words.designChoicesHint(), governance.designChoices()),
                line("origin", words.origin(), words.originHint(), governance.origin()),
                line("preparation", words.preparation(), words.preparationHint(), governance.preparation()),
                line("assumptions", words.assumptions(), words.assumptionsHint(), governance.assumptions()),
                line("suitability", words.suitability(), words.suitabilityHint(), governance.suitability()),
                line(
                        "biasExamination",
                        words.biasExamination(),
                        words.biasExaminationHint(),
                        governance.biasExamination()),
                line("biasMitigation", words.biasMitigation(), words.biasMitigationHint(), governance.biasMitigation()),
                line("gaps", words.gaps(), words.gapsHint(), governance.gaps()));
    }

    static long missing(List<Statement> statements) {
        return statements.stream().filter(s -> s.value.isEmpty()).count();
    }

    private static Statement line(String name, String label, String hint, @Nullable String value) {
        return new Statement(name, label, hint, Objects.requireNonNullElse(value, ""));
    }
}
