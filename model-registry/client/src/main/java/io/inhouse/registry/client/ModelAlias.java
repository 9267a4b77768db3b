package io.inhouse.registry.client;

import java.time.Instant;

/**
 * The name under which applications ask for a tuned model. It is moved only by an approval and always points to an
 * approved adapter.
 *
 * @param name unique in the project and different from every base model's name
 * @param baseModel digest of the adapter's base model
 */
public record ModelAlias(
        String name, String project, String adapter, String adapterDigest, String baseModel, Instant since) {}
