package io.inhouse.datasets.rows;

/** What a line of an upload turned out to be. Empty lines are no rows and are only counted. */
public sealed interface ParsedLine {
    /** From 1. */
    long line();

    record Good(long line, Row row) implements ParsedLine {}

    /**
     * A row that cannot be used.
     *
     * @param code stable name of the fault, for example {@code empty_completion}
     * @param reason what is wrong, where, and what to do; never holds what the row says
     * @param bytes the row as it came; of a line over the limit only its beginning
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bad(long line, String code, String reason, byte[] bytes) implements ParsedLine {}
}
