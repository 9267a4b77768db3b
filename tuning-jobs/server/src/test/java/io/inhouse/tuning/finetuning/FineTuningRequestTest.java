package io.inhouse.tuning.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.tuning.client.NewTuningJob;
import io.inhouse.tuning.client.Recipe;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FineTuningRequestTest {
    @Test
    void readsWhatTheSdkSendsForASupervisedJob() {
        NewTuningJob order = parse("""
                {"model":"stories15m","training_file":"file-1","seed":7,"suffix":"desk",
                 "method":{"type":"supervised","supervised":{"hyperparameters":
                   {"n_epochs":8,"batch_size":"auto","learning_rate_multiplier":0.5}}}}""");

        assertThat(order.baseModel()).isEqualTo("stories15m");
        assertThat(order.datasetVersion()).isEqualTo("file-1");
        Recipe recipe = Objects.requireNonNull(order.recipe()).over(Recipe.defaults());
        assertThat(recipe.epochs()).isEqualTo(8);
        assertThat(recipe.batchSize()).isEqualTo(Recipe.defaults().batchSize());
        assertThat(recipe.learningRate()).isEqualTo(5e-4);
        assertThat(recipe.seed()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model":"m","training_file":"f","validation_file":"g"}                       | validation_file
            {"model":"m","training_file":"f","integrations":[]}                           | integrations
            {"model":"m","training_file":"f","hyperparameters":{"beta":1}}                | hyperparameters.beta
            {"model":"m","training_file":"f","method":{"type":"dpo"}}                     | method.type
            """)
    void refusesByNameWhatItDoesNotHonour(String body, String param) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(PlatformException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.UNSUPPORTED_PARAMETER);
            assertThat(e.facts()).containsEntry("param", param);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model":1,"training_file":"f"}                                               | model
            {"model":"m","training_file":"f","seed":1.5}                                  | seed
            {"model":"m","training_file":"f","hyperparameters":{"n_epochs":"many"}}       | hyperparameters.n_epochs
            {"model":"m","training_file":"f","hyperparameters":{"batch_size":1.5}}        | hyperparameters.batch_size
            []                                                                            | body
            """)
    void saysWhichParameterHasTheWrongType(String body, String param) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(PlatformException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.INVALID_REQUEST);
            assertThat(e.facts()).containsEntry("param", param);
        });
    }

    private static NewTuningJob parse(String body) {
        try {
            return FineTuningRequest.parse(new ObjectMapper().readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
