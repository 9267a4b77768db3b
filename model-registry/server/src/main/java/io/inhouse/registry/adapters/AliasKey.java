package io.inhouse.registry.adapters;

/** An alias is a name within a project. */
record AliasKey(String project, String name) {}
