package io.inhouse.tuning.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
    @Test
    void theDefaultsAreThese() {
        assertThat(Recipe.defaults())
                .isEqualTo(new Recipe(
                        16,
                        32,
                        List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
                        1e-3,
                        32,
                        3,
                        0,
                        0.03,
                        0.0,
                        1.0,
                        1,
                        "none",
                        50,
                        2));
        assertThat(Recipe.defaults().mistakes()).isEmpty();
    }

    @Test
    void rankZeroIsAMistake() {
        Recipe recipe = changed(
                new RecipeRequest(0, null, null, null, null, null, null, null, null, null, null, null, null, null));

        assertThat(recipe.mistakes()).containsExactly("rank must be between 1 and 1024, but is 0");
    }

    @Test
    void anUnknownModuleIsNamedTogetherWithTheKnownOnes() {
        Recipe recipe = changed(new RecipeRequest(
                null,
                null,
                List.of("q_proj", "lm_head"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));

        assertThat(recipe.mistakes())
                .singleElement()
                .asString()
                .contains("[lm_head]")
                .contains("down_proj");
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        Recipe recipe =
                changed(new RecipeRequest(null, -1.0, null, Double.NaN, 0, 0, -1, 1.0, 1.0, 0.0, null, "some", 0, 0));

        assertThat(recipe.mistakes()).hasSize(11);
    }

    private static Recipe changed(RecipeRequest request) {
        return request.over(Recipe.defaults());
    }
}
