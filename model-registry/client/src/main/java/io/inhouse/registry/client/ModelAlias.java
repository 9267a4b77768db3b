package io.inhouse.registry.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The name under which applications ask for a tuned model. It is moved only by an approval or a roll-back and always points to an
 * approved adapter.
 *
 * @param name unique in the project and different from every base model's name
 * @param baseModel digest of the adapter's base model
 * @param previous the adapter to which a roll-back would point it; null if there is none that is still approved
 */
public record ModelAlias(
        String name,
        String project,
        String adapter,
        String adapterDigest,
        String baseModel,
        Instant since,
        @Nullable String previous) {}
