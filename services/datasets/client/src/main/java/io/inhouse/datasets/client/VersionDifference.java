package io.inhouse.datasets.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a dataset holds and another does not. Rows are the same if they say the same, to the last character,
 * and stand in the same split; of rows that are there several times each one counts.
 *
 * @param from the version compared with, usually the earlier one
 * @param added rows of {@code to} that {@code from} does not hold
 * @param removed rows of {@code from} that {@code to} does not hold
 * @param kept rows that both hold
 * @param kind which rows are listed
 * @param listed some of them, by their number: removed ones of {@code from}, others of {@code to}; personal data masked
 * @param next pass it as {@code after} for the next ones; null if these were the last
 */
public record VersionDifference(
        String from,
        String to,
        long added,
        long removed,
        long kept,
        Kind kind,
        List<NumberedRow> listed,
        @Nullable Long next) {
    public VersionDifference {
        listed = List.copyOf(listed);
    }

    /** What became of a row. */
    public enum Kind {
        @JsonProperty("added")
        ADDED,
        @JsonProperty("removed")
        REMOVED,
        @JsonProperty("kept")
        KEPT;

        /** The spelling in JSON and in addresses. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is no such kind */
        public static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
