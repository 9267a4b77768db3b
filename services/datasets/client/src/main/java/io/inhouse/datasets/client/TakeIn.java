package io.inhouse.datasets.client;

import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a staged file in.
 *
 * @param split {@code train}, {@code test} or {@code auto} (default)
 * @param columns of a table; null for other kinds
 */
public record TakeIn(@Nullable String split, @Nullable ColumnMapping columns) {}
