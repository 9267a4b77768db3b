package io.inhouse.datasets.client;

import org.jspecify.annotations.Nullable;

/** Why a version is approved, rejected or withdrawn. */
public record Decision(@Nullable String comment) {}
