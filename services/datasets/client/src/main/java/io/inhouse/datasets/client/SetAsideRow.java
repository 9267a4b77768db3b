package io.inhouse.datasets.client;

/**
 * A row that could not be used.
 *
 * @param line of the uploaded file, from 1
 * @param code stable, for example {@code empty_completion}
 * @param reason for a person; never holds what the row said
 */
public record SetAsideRow(String uploadId, long line, String code, String reason) {}
