package io.inhouse.portal.page;

import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values look on a page. */
@TemplateExtension
class Shown {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLISECOND = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss.SSS 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Shown() {}

    /** {@code 22 Nov 2026, 12:05 UTC} */
    static String shown(Instant instant) {
        return MINUTE.format(instant);
    }

    /** {@code 22 Nov 2026, 12:05:06.789 UTC}, for the record */
    static String exact(Instant instant) {
        return MILLISECOND.format(instant);
    }

    /** {@code 12 345}, with thin spaces */
    static String shown(Long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }
}
