package io.inhouse.portal.tuning;

import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How measured quantities look on a page, in the visitor's locale. */
@TemplateExtension
public class Amounts {
    private static final int SIGNIFICANT = 3;

    private Amounts() {}

    /** {@code 1,234} for large numbers, {@code 0.0123} for small ones: at least three digits that say something. */
    public static String figure(Double number, @TemplateAttribute("locale") @Nullable Object locale) {
        double size = Math.abs(number);
        NumberFormat format = NumberFormat.getNumberInstance(of(locale));
        format.setMaximumFractionDigits(
                size == 0 || size >= 1000 ? 0 : Math.max(0, SIGNIFICANT - (int) Math.floor(Math.log10(size)) - 1));
        return format.format(number);
    }

    /** {@code 1.2 · 10¹²} */
    public static String scientific(Double number, @TemplateAttribute("locale") @Nullable Object locale) {
        if (number == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(number)));
        NumberFormat format = NumberFormat.getNumberInstance(of(locale));
        format.setMaximumFractionDigits(1);
        return format.format(number / Math.pow(10, exponent)) + "\u202f·\u202f10" + raised(exponent);
    }

    /** {@code 88.5 %} */
    public static String percent(Double share, @TemplateAttribute("locale") @Nullable Object locale) {
        NumberFormat format = NumberFormat.getPercentInstance(of(locale));
        format.setMaximumFractionDigits(1);
        return format.format(share);
    }

    /** {@code 1 h 02 min}, {@code 3 min 20 s}, {@code 12 s} */
    public static String duration(Double seconds) {
        Duration whole = Duration.ofSeconds(Math.round(seconds));
        if (whole.toHours() > 0) {
            return "%d\u202fh %02d\u202fmin".formatted(whole.toHours(), whole.toMinutesPart());
        }
        return whole.toMinutes() > 0
                ? "%d\u202fmin %02d\u202fs".formatted(whole.toMinutes(), whole.toSecondsPart())
                : whole.toSeconds() + "\u202fs";
    }

    public static String duration(Long seconds) {
        return duration((double) seconds);
    }

    private static String raised(int exponent) {
        StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
            raised.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
        }
        return raised.toString();
    }

    private static Locale of(@Nullable Object locale) {
        return locale instanceof Locale known ? known : Locale.UK;
    }
}
