package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order for an API key.
 *
 * @param name what people will call it, 1 to 100 characters
 * @param purpose what the application uses it for; an adapter answers only to keys with its own purpose
 * @param models names of served models that the key is restricted to; null or empty for all of the project
 * @param expiresAfter ISO 8601 period, for example {@code P90D}; null for a key that does not expire
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewKey(
        @Nullable String name,
        @Nullable String purpose,
        @Nullable List<String> models,
        @Nullable String expiresAfter) {}
