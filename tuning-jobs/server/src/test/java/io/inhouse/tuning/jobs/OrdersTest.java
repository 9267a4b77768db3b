package io.inhouse.tuning.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
    @Test
    void whoAsksForNothingGetsTheDefaults() {
        assertThat(Orders.recipe(null)).isEqualTo(Recipe.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"targetModules\": [null]}", "{\"targetModules\": []}", "{\"rank\": 0}"})
    void aRecipeThatCannotBeUsedIsTheCallersMistake(String json) throws Exception {
        RecipeRequest asked = new ObjectMapper().readValue(json, RecipeRequest.class);

        assertThatThrownBy(() -> Orders.recipe(asked))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refusal -> assertThat(refusal.failure()).isEqualTo(Failure.INVALID_REQUEST));
    }
}
