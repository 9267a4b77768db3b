package io.inhouse.portal.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void figuresOfBothModelsAreComparedAndOthersListed() {
        Evaluation evaluation = Evaluation.of(
                Map.of("baseExactMatch", 0.015, "tunedExactMatch", 0.885, "rows", 200, "tunedLoss", 0.25));

        assertThat(evaluation.pairs()).containsExactly(new Evaluation.Pair("exact match", "0.015", "0.885", "+0.87"));
        assertThat(evaluation.others())
                .containsExactly(new Evaluation.Figure("rows", "200"), new Evaluation.Figure("tuned loss", "0.25"));
    }

    @Test
    void nestedAndUnderlinedNamesMeanTheSame() {
        assertThat(Evaluation.of(Map.of("base", Map.of("loss", 3.5), "tuned", Map.of("loss", 1.25)))
                        .pairs())
                .containsExactly(new Evaluation.Pair("loss", "3.5", "1.25", "−2.25"));
        assertThat(Evaluation.of(Map.of("base_exact_match", 1, "tuned_exact_match", 1))
                        .pairs())
                .containsExactly(new Evaluation.Pair("exact match", "1", "1", "0"));
    }

    @Test
    void aNameThatOnlyBeginsLikeAModelIsAFigureOfItsOwn() {
        assertThat(Evaluation.of(Map.of("baseline", 1, "based", 2)).others())
                .extracting(Evaluation.Figure::name)
                .isEqualTo(List.of("based", "baseline"));
    }

    @Test
    void textsAreComparedByPerplexityAlone() {
        Evaluation texts = Evaluation.of(Map.of("basePerplexity", 29.96, "tunedPerplexity", 8.2));

        assertThat(texts.pairs()).containsExactly(new Evaluation.Pair("perplexity", "29.96", "8.2", "−21.76"));
        assertThat(texts.onTextsOnly()).isTrue();
        assertThat(Evaluation.of(Map.of("baseExactMatch", 0.1, "tunedExactMatch", 0.2))
                        .onTexts())
                .isFalse();
    }

    @Test
    void aRecipeIsShownWithItsOwnNamesAndSmallNumbersInFull() {
        assertThat(Evaluation.lines(
                        Map.of("learningRate", 0.0001, "lora", Map.of("rank", 16, "modules", List.of("q", "v")))))
                .containsExactly(
                        new Evaluation.Figure("learningRate", "1.0E-4"),
                        new Evaluation.Figure("lora.modules", "[q, v]"),
                        new Evaluation.Figure("lora.rank", "16"));
    }
}
