package io.inhouse.datasets.client;

import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table make a row, by their headings: prompt and completion, or text alone.
 *
 * @param subject column that names the person whom a row is about
 */
public record ColumnMapping(
        @Nullable String prompt,
        @Nullable String completion,
        @Nullable String text,
        @Nullable String subject) {}
