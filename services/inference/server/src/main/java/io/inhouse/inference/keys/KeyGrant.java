package io.inhouse.inference.keys;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key lets an application do: everything that its access tokens say beside its name.
 *
 * @param project in which it holds the role {@code app}, and no other role anywhere
 * @param models empty for all of the project
 * @param expiresAt null for never
 */
record KeyGrant(
        String project,
        String purpose,
        List<String> models,
        @Nullable Instant expiresAt) {
    KeyGrant {
        models = List.copyOf(models);
    }
}
