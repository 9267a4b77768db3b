package io.inhouse.audit.entries;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list; what is null does not matter.
 *
 * @param type exact, or a prefix that ends in {@code .*}
 * @param since inclusive
 * @param until exclusive
 * @param before only entries with a smaller index
 */
record EntryFilter(
        @Nullable String type,
        @Nullable String outcome,
        @Nullable String project,
        @Nullable String stream,
        @Nullable String actorPseudonym,
        @Nullable String subjectPseudonym,
        @Nullable String object,
        @Nullable Instant since,
        @Nullable Instant until,
        long before,
        int limit) {}
