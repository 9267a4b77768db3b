package io.inhouse.registry.client;

/** @param comment why the adapter is rejected or retired, for the record; not empty */
public record Refusal(String comment) {}
