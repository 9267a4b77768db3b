package io.inhouse.registry.client;

/**
 * @param alias the name that shall point to the adapter from now on: lower-case letters, digits, {@code . _ -}
 * @param comment why, for the record; not empty
 */
public record Approval(String alias, String comment) {}
