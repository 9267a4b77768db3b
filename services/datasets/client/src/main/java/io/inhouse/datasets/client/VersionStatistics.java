package io.inhouse.datasets.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version in figures; nothing of what its rows say.
 *
 * @param splits training first; a split without rows is left out
 * @param repeatedRows rows that say, to the last character, what an earlier row of the version says
 * @param nearHeldOutRows held-out rows that ask nearly what a training row asks, see {@link NearDuplicates}; null if too many
 *     rows are held out to be compared
 */
public record VersionStatistics(
        String versionId,
        long rows,
        List<SplitStatistics> splits,
        long repeatedRows,
        @Nullable Long nearHeldOutRows) {
    public VersionStatistics {
        splits = List.copyOf(splits);
    }

    /**
     * The rows of one split.
     *
     * @param split {@code train} or {@code test}
     * @param pairs rows of prompt and completion
     * @param texts rows of raw text
     * @param characters Unicode characters of all fields of all rows
     * @param shortest characters of the shortest row
     * @param median characters of the row in the middle
     * @param longest characters of the longest row
     */
    public record SplitStatistics(
            String split,
            long rows,
            long pairs,
            long conversations,
            long texts,
            long characters,
            long shortest,
            long median,
            long longest) {}
}
