package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A key and, this once, its secret.
 *
 * @param secret {@code sk-…}, the whole value that an application sends as {@code Authorization: Bearer}; null in an answer
 *     that only repeats an earlier one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IssuedKey(KeyDescription key, @Nullable String secret) {
    @Override
    public String toString() {
        return "IssuedKey[" + key + ", ***]";
    }
}
