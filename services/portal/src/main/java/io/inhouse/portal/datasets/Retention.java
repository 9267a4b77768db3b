package io.inhouse.portal.datasets;

import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ISO 8601 period as people say it: {@code P1Y6M} → {@code 1 year, 6 months}. */
final class Retention {
    private Retention() {}

    /** What is no period stays as it is. */
    @SuppressWarnings("JavaPeriodGetDays") // years, months and days are shown one after the other
    static String words(@Nullable String retention, DatasetWords words) {
        if (retention == null) {
            return "";
        }
        try {
            Period period = Period.parse(retention);
            List<String> parts = new ArrayList<>();
            if (period.getYears() != 0) {
                parts.add(words.years(period.getYears()));
            }
            if (period.getMonths() != 0) {
                parts.add(words.months(period.getMonths()));
            }
            if (period.getDays() != 0 || parts.isEmpty()) {
                parts.add(words.days(period.getDays()));
            }
            return String.join(", ", parts);
        } catch (DateTimeParseException e) {
            return retention;
        }
    }
}
