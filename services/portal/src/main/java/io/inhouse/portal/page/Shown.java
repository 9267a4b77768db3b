package io.inhouse.portal.page;

import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values look on a page, in the visitor's locale. Templates write {@code {value.shown}}. */
@TemplateExtension
public class Shown {
    private Shown() {}

    /** {@code 22 Nov 2026, 12:05 UTC} */
    public static String shown(Instant instant, @TemplateAttribute("locale") @Nullable Object locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(of(locale))
                        .withZone(ZoneOffset.UTC)
                        .format(instant)
                + " UTC";
    }

    /** {@code 22 Nov 2026, 12:05:06.789 UTC}, for the record: the day as the visitor writes it, the time in full. */
    public static String exact(Instant instant, @TemplateAttribute("locale") @Nullable Object locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(of(locale))
                        .withZone(ZoneOffset.UTC)
                        .format(instant)
                + DateTimeFormatter.ofPattern(", HH:mm:ss.SSS 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(instant);
    }

    /** {@code 12,345} */
    public static String shown(Long number, @TemplateAttribute("locale") @Nullable Object locale) {
        return NumberFormat.getIntegerInstance(of(locale)).format(number);
    }

    /** {@code 12,345} */
    public static String shown(Integer number, @TemplateAttribute("locale") @Nullable Object locale) {
        return NumberFormat.getIntegerInstance(of(locale)).format(number);
    }

    /** {@code 1.4 MB}, in powers of ten */
    public static String size(Long bytes, @TemplateAttribute("locale") @Nullable Object locale) {
        NumberFormat format = NumberFormat.getNumberInstance(of(locale));
        format.setMaximumFractionDigits(1);
        if (bytes < 1000) {
            return format.format(bytes) + "\u00a0B";
        }
        return bytes < 1_000_000
                ? format.format(bytes / 1e3) + "\u00a0kB"
                : bytes < 1_000_000_000
                        ? format.format(bytes / 1e6) + "\u00a0MB"
                        : format.format(bytes / 1e9) + "\u00a0GB";
    }

    private static Locale of(@Nullable Object locale) {
        return locale instanceof Locale known ? known : Locale.UK;
    }
}
