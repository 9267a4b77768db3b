package io.inhouse.registry.client;

/**
 * Points an alias back to the adapter it pointed to before.
 *
 * @param from the adapter it points to as far as the caller knows, so that two who roll back at once do it once
 * @param comment why, for the record; not empty
 */
public record RollBack(String from, String comment) {}
