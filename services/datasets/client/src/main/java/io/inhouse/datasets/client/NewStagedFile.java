package io.inhouse.datasets.client;

import org.jspecify.annotations.Nullable;

/**
 * Announces a file.
 *
 * @param filename 1 to 255 characters; its ending says what it is
 * @param bytes how long it is
 * @param kind null to go by the ending of the name
 */
public record NewStagedFile(
        String filename, long bytes, @Nullable FileKind kind) {}
