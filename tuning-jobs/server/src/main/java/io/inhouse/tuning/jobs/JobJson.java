package io.inhouse.tuning.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.tuning.client.NewTuningJob;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a job that are stored as JSON. */
final class JobJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper WITHOUT_ABSENT = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

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

    /**
     * Of an order as it was written: what it leaves out does not count, so a later version of this server, which knows more
     * parameters, comes to the same.
     *
     * @param purpose that the caller is bound to
     */
    static String digest(NewTuningJob order, @Nullable String purpose) {
        try {
            return AdapterDigest.ofManifest(WITHOUT_ABSENT.writeValueAsString(order) + "\n" + purpose + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an order is not representable as JSON", e);
        }
    }

    /** A record as a map of JSON values, for entries and for other services. */
    static Map<String, Object> map(Object value) {
        return JSON.convertValue(value, new TypeReference<Map<String, Object>>() {});
    }
}
