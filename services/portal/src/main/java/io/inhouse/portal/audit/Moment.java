package io.inhouse.portal.audit;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What browsers send from a field for date and time; taken as UTC. */
final class Moment {
    private Moment() {}

    /**
     * RFC 3339.
     *
     * @throws DateTimeParseException if it is neither empty nor such a date
     */
    static @Nullable String parse(@Nullable String text) {
        return text == null || text.isBlank()
                ? null
                : LocalDateTime.parse(text.strip()).toInstant(ZoneOffset.UTC).toString();
    }
}
