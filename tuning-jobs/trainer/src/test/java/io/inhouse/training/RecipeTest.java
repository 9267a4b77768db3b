package io.inhouse.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecipeTest {
    @Test
    void nonsense_is_refused_with_what_would_be_right() {
        assertThatThrownBy(() -> Recipe.defaults().withAdapter(0, 32, List.of("q_proj")))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("rank is 0");
        assertThatThrownBy(() -> Recipe.defaults().withOptimiser(0, 0, 0, 1))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("learning rate");
        assertThatThrownBy(() -> Recipe.defaults().withLength(0, 1, 0))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("batch size");
        assertThatThrownBy(() -> new Recipe.Selection(0, 2)).hasMessageContaining("patience is 2");
        assertThatThrownBy(() -> new Recipe.Lora(4, 8, List.of("q_proj"), false, new TreeMap<>(Map.of("v_proj", 2))))
                .hasMessageContaining("v_proj, which is no target module");
    }

    @Test
    void the_learning_rate_rises_linearly_and_falls_along_a_cosine() {
        Recipe recipe = Recipe.defaults().withOptimiser(1e-3, 0.1, 0, 1);

        assertThat(recipe.learningRate(0, 100)).isCloseTo(1e-4, within(1e-12));
        assertThat(recipe.learningRate(9, 100)).isCloseTo(1e-3, within(1e-12));
        assertThat(recipe.learningRate(10, 100)).isCloseTo(1e-3, within(1e-12));
        assertThat(recipe.learningRate(55, 100)).isCloseTo(5e-4, within(1e-12));
        assertThat(recipe.learningRate(99, 100)).isLessThan(1e-6);
    }

    @Test
    void epochs_are_rounded_up_to_whole_batches_unless_steps_are_given() {
        assertThat(Recipe.defaults().withLength(32, 8, 0).steps(1000)).isEqualTo(256);
        assertThat(Recipe.defaults().withLength(32, 8, 7).steps(1000)).isEqualTo(7);
        assertThat(Recipe.defaults().withLength(new Recipe.Length(8, 8, 0, 4)).steps(1000))
                .isEqualTo(256);
    }
}
