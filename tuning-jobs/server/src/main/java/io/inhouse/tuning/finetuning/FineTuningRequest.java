package io.inhouse.tuning.finetuning;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.tuning.client.NewTuningJob;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's order to fine-tune, read strictly: each parameter is honoured or refused by name, never ignored.
 *
 * <p>{@code training_file} is a file or a dataset version, whose own held-out rows serve for evaluation; so there is no
 * {@code validation_file}. {@code learning_rate_multiplier} multiplies {@link Recipe#defaults}' learning rate.
 */
final class FineTuningRequest {
    private static final Set<String> KNOWN =
            Set.of("model", "training_file", "suffix", "seed", "hyperparameters", "method");
    private static final Set<String> HYPERPARAMETERS = Set.of("n_epochs", "batch_size", "learning_rate_multiplier");

    private FineTuningRequest() {}

    static NewTuningJob parse(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw invalid("The body must be a JSON object.", "body");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name) && !body.get(name).isNull()) {
                throw unsupported(name, "Known are " + KNOWN.stream().sorted().toList() + ".");
            }
        });
        return new NewTuningJob(
                text(body, "model"),
                text(body, "training_file"),
                null,
                body.hasNonNull("suffix") ? text(body, "suffix") : null,
                recipe(body));
    }

    private static RecipeRequest recipe(JsonNode body) {
        JsonNode hyperparameters = body.path("hyperparameters");
        JsonNode method = body.path("method");
        if (!method.isMissingNode() && !method.isNull()) {
            String type = method.path("type").asText();
            if (!type.equals("supervised")) {
                throw unsupported("method.type", "Only supervised tuning is offered.");
            }
            method.fieldNames().forEachRemaining(name -> {
                if (!name.equals("type") && !name.equals("supervised")) {
                    throw unsupported("method." + name, "Only supervised tuning is offered.");
                }
            });
            if (method.path("supervised").has("hyperparameters")) {
                hyperparameters = method.path("supervised").path("hyperparameters");
            }
        }
        JsonNode given = hyperparameters;
        given.fieldNames().forEachRemaining(name -> {
            if (!HYPERPARAMETERS.contains(name)) {
                throw unsupported(
                        "hyperparameters." + name,
                        "Known are " + HYPERPARAMETERS.stream().sorted().toList() + ".");
            }
        });
        Double multiplier = number(given, "learning_rate_multiplier");
        return new RecipeRequest(
                null,
                null,
                null,
                multiplier == null ? null : multiplier * Recipe.defaults().learningRate(),
                integer(given, "batch_size"),
                integer(given, "n_epochs"),
                null,
                null,
                null,
                null,
                seed(body),
                null,
                null,
                null);
    }

    private static @Nullable Long seed(JsonNode body) {
        JsonNode seed = body.path("seed");
        if (seed.isMissingNode() || seed.isNull()) {
            return null;
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw invalid("seed must be a whole number.", "seed");
        }
        return seed.longValue();
    }

    /** {@code "auto"} means our default, as in OpenAI's API. */
    private static @Nullable Double number(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull() || value.asText().equals("auto")) {
            return null;
        }
        if (!value.isNumber()) {
            throw invalid("hyperparameters." + name + " must be a number or \"auto\".", "hyperparameters." + name);
        }
        return value.doubleValue();
    }

    private static @Nullable Integer integer(JsonNode parent, String name) {
        Double value = number(parent, name);
        if (value == null) {
            return null;
        }
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw invalid("hyperparameters." + name + " must be a whole number.", "hyperparameters." + name);
        }
        return value.intValue();
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid(name + " must be a text.", name);
        }
        return value.textValue();
    }

    private static PlatformException invalid(String detail, String param) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", param));
    }

    private static PlatformException unsupported(String name, String more) {
        return new PlatformException(
                Failure.UNSUPPORTED_PARAMETER,
                "The parameter " + name + " is not supported. " + more,
                Map.of("param", name));
    }
}
