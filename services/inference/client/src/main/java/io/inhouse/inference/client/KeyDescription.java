package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key of a project, without its secret. An application that has it holds the role {@code app} there.
 *
 * @param id the client at the identity provider; also the name under which the record knows the application
 * @param name what people call it
 * @param purpose what it may be used for
 * @param models names of the models that it may ask; empty for all that the project serves
 * @param createdBy name of who made it
 * @param expiresAt null for never
 * @param lastUsedAt the last call to this server, about a minute late; null for never
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyDescription(
        String id,
        String project,
        String name,
        String purpose,
        List<String> models,
        KeyState state,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    public KeyDescription {
        models = List.copyOf(models);
    }
}
