package io.inhouse.registry.client;

/**
 * One file of a model or an adapter.
 *
 * @param name path relative to the model's directory, with {@code /}
 * @param size bytes
 * @param digest {@code sha256:<hex>} of the content
 */
public record ModelFile(String name, long size, String digest) {}
