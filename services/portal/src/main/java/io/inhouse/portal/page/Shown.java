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
    private static final int DIGEST_START = 19;

    private Shown() {}

    /** {@code 22 Nov 2026, 12:05 UTC} */
    static String shown(Instant instant) {
        return MINUTE.format(instant);
    }

    /** {@code 12 345}, with thin spaces */
    static String shown(Long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    /** The start of a digest or id that is too long for a table; the whole belongs into the title. */
    static String shortened(String digest) {
        return digest.length() <= DIGEST_START ? digest : digest.substring(0, DIGEST_START) + "…";
    }
}
