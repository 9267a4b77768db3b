package io.inhouse.portal.audit;

import io.inhouse.audit.client.Entry;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry in a list.
 *
 * @param about ids of what it is about, separated by commas
 */
public record EntryLine(
        String id,
        Instant ts,
        String type,
        String outcome,
        @Nullable String project,
        String about) {
    static EntryLine of(Entry entry) {
        return new EntryLine(
                entry.id(),
                Instant.parse(entry.ts()),
                entry.type(),
                entry.outcome(),
                entry.project(),
                entry.objects().stream().map(Entry.EntryObject::id).collect(Collectors.joining(", ")));
    }
}
