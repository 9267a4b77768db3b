package io.inhouse.audit.entries;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list; what is null does not matter.
 *
 * @param type exact, or a prefix that ends in {@code .*}
 * @param since inclusive
 * @param until exclusive
 * @param published only entries with a smaller index
 * @param after the last entry of the page before
 */
record EntryFilter(
        @Nullable String type,
        @Nullable String outcome,
        @Nullable String project,
        @Nullable String stream,
        @Nullable String actorPseudonym,
        @Nullable String subjectPseudonym,
        @Nullable String object,
        @Nullable String purpose,
        @Nullable Instant since,
        @Nullable Instant until,
        long published,
        @Nullable Cursor after,
        int limit) {}
