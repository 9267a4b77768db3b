package io.inhouse.tuning.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a job that are stored as JSON. */
final class JobJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobJson() {}

    static @Nullable String write(@Nullable Object value) {
        try {
            return value == null ? null : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON: " + value.getClass(), e);
        }
    }

    static <T> @Nullable T read(@Nullable String text, Class<T> type) {
        try {
            return text == null ? null : JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " is not readable", e);
        }
    }

    /** What a job of an earlier version did not know has the default, which is what that version did. */
    static Recipe recipe(String text) {
        RecipeRequest recipe = read(text, RecipeRequest.class);
        if (recipe == null) {
            throw new IllegalStateException("a job without a recipe");
        }
        return recipe.over(Recipe.defaults());
    }

    /** A record as a map of JSON values, for entries and for other services. */
    static Map<String, Object> map(Object value) {
        return JSON.convertValue(value, new TypeReference<Map<String, Object>>() {});
    }
}
