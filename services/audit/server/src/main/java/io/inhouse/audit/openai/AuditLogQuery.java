package io.inhouse.audit.openai;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to show; what is null or empty does not matter.
 *
 * @param from inclusive
 * @param to exclusive
 * @param actors pseudonyms
 * @param after id of the entry behind which the page begins
 * @param before id of the entry before which the page ends
 */
record AuditLogQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        List<String> projects,
        List<String> types,
        List<String> actors,
        List<String> resources,
        @Nullable String after,
        @Nullable String before,
        int limit) {}
