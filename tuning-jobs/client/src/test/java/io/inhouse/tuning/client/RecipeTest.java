package io.inhouse.tuning.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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

    @Test
    void aMemberThatNoRecipeHasIsNamedWithTheNearestOneThatItHas() throws Exception {
        RecipeRequest request =
                new ObjectMapper().readValue("{\"rank\":8,\"learning_rate\":0.1,\"batchsize\":4}", RecipeRequest.class);

        assertThat(request.rank()).isEqualTo(8);
        assertThat(request.mistakes())
                .containsExactly(
                        "batchsize is no part of a recipe; did you mean batchSize?",
                        "learning_rate is no part of a recipe; did you mean learningRate?");
    }

    @Test
    void aRequestAndARecipeAreTheSameAfterTheWire() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String written = json.writeValueAsString(Recipe.defaults());

        assertThat(json.readValue(written, Recipe.class)).isEqualTo(Recipe.defaults());
        assertThat(json.readValue(written, RecipeRequest.class).mistakes()).isEmpty();
        assertThat(json.readValue(json.writeValueAsString(RecipeRequest.nothing()), RecipeRequest.class)
                        .over(Recipe.defaults()))
                .isEqualTo(Recipe.defaults());
    }

    @Test
    void patienceAndRanksMustMakeSense() throws Exception {
        Recipe recipe = new ObjectMapper()
                .readValue("{\"patience\":2,\"ranks\":{\"lm_head\":4},\"schedule\":\"steep\"}", RecipeRequest.class)
                .over(Recipe.defaults());

        assertThat(recipe.mistakes())
                .containsExactly(
                        "schedule must be constant, linear or cosine, but is steep",
                        "patience counts evaluations, so evaluateEverySteps must be above 0",
                        "ranks must give target modules ranks between 1 and 1024, but has {lm_head=4}");
    }

    private static Recipe changed(RecipeRequest request) {
        return request.over(Recipe.defaults());
    }
}
