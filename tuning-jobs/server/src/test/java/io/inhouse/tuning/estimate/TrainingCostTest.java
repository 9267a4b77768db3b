package io.inhouse.tuning.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import io.inhouse.tuning.estimate.TrainingCost.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Peaks of {@code bench train} with the trainer's Java options, two threads, x86-64, libtorch 2.7.1. "small" is stories15M,
 * the others have random weights of these extents.
 */
class TrainingCostTest {
    private static final ModelShape SMALL = new ModelShape(288, 768, 6, 288, 288, 32000, 256, 60_772_936, false);
    private static final ModelShape MEDIUM = new ModelShape(768, 2048, 12, 768, 256, 32000, 1024, 400_382_912, false);
    private static final ModelShape WIDE = new ModelShape(1024, 4096, 6, 1024, 1024, 32000, 1024, 533_784_728, false);

    @ParameterizedTest
    @CsvSource({
        "small,  32,  16, none,  24.4, 200,  550",
        "small,  32,  16, none,  26.0,   0,  548",
        "small,  32,  16, none, 137.9,   0,  820",
        "small,  32,  16, full, 137.9,   0,  597",
        "medium, 16,  16, none,  23.8,   0, 1126",
        "medium,  8,  16, none, 137.9,   0, 1309",
        "medium, 32,  16, none, 139.2,   0, 2610",
        "medium, 32,  16, full, 139.2,   0, 1616",
        "wide,    8, 128, none,  24.5,   0, 1336",
        "wide,   16,  16, none, 137.9,   0, 1843",
    })
    void theMemoryIsWithinFifteenPercentOfWhatWasMeasured(
            String model, int batch, int rank, String recomputation, double tokensPerRow, long test, double measured) {
        TrainingCost cost =
                TrainingCost.of(shape(model), recipe(batch, rank, recomputation), new Rows(3000, test, tokensPerRow));

        assertThat(cost.peak()).isCloseTo(measured, withinPercentage(15));
    }

    @Test
    void stepsTokensAndOperationsFollowFromTheRows() {
        TrainingCost cost = TrainingCost.of(SMALL, recipe(32, 16, "none"), new Rows(1000, 0, 25));

        // 1000 rows in batches of 32, three times; 4 operations for each of 6 times 995,328 weights and token.
        assertThat(cost.steps()).isEqualTo(96);
        assertThat(cost.tokens()).isEqualTo(75_000);
        assertThat(cost.flops()).isEqualTo(75_000.0 * 4 * 6 * 995_328);
    }

    @Test
    void textsBeyondTheContextAreCountedInWindows() {
        // 600 tokens in windows of 256 that share one token each: 256, 256 and 90.
        TrainingCost cost = TrainingCost.of(SMALL, recipe(32, 16, "none"), new Rows(1000, 0, 600));

        assertThat(cost.steps()).isEqualTo(3 * 94);
        assertThat(cost.tokens()).isEqualTo(3 * 602_000);
    }

    @Test
    void aModelIsReadFromItsConfiguration() throws Exception {
        ModelShape shape = ModelShape.of(JsonMapper.builder().build().readTree("""
                        {"hidden_size":768,"intermediate_size":2048,"num_hidden_layers":12,"num_attention_heads":12,
                         "num_key_value_heads":4,"vocab_size":32000,"max_position_embeddings":1024,"torch_dtype":"float32"}"""), 400_382_912)
                .orElseThrow();

        assertThat(shape).isEqualTo(MEDIUM);
    }

    @Test
    void aConfigurationWithoutExtentsGivesNone() throws Exception {
        assertThat(ModelShape.of(JsonMapper.builder().build().readTree("{\"hidden_size\":768}"), 1))
                .isEmpty();
    }

    @Test
    void aMixtureOfExpertsGivesNoneBecauseNobodyMeasuredOne() throws Exception {
        assertThat(ModelShape.of(JsonMapper.builder().build().readTree("""
                        {"hidden_size":768,"intermediate_size":2048,"num_hidden_layers":12,"num_attention_heads":12,
                         "vocab_size":32000,"num_local_experts":8}"""), 1)).isEmpty();
    }

    private static ModelShape shape(String name) {
        return switch (name) {
            case "small" -> SMALL;
            case "medium" -> MEDIUM;
            default -> WIDE;
        };
    }

    private static Recipe recipe(int batch, int rank, String recomputation) {
        return new RecipeRequest(
                        rank, null, null, null, batch, null, null, null, null, null, null, recomputation, null, null)
                .over(Recipe.defaults());
    }
}
