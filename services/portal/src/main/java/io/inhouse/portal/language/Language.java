package io.inhouse.portal.language;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the browser asked for in {@code Accept-Language}, as far as there are texts for it; otherwise English. */
@RequestScoped
public class Language {
    /** Beside English. Each has a file per bundle in {@code resources/messages}. */
    public static final Set<String> TRANSLATED = Set.of("de");

    private final Locale locale;

    Language(RoutingContext request) {
        this.locale = of(request.request().getHeader("Accept-Language"));
    }

    /** With the region that the browser named, because dates and numbers differ by it. */
    public Locale locale() {
        return locale;
    }

    /** For {@code <html lang>}. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** @throws IllegalStateException if it is no message bundle */
    public <T> T words(Class<T> bundle) {
        return TRANSLATED.contains(locale.getLanguage())
                ? MessageBundles.get(bundle, Localized.Literal.of(locale.getLanguage()))
                : MessageBundles.get(bundle);
    }

    static Locale of(@Nullable String header) {
        for (Locale.LanguageRange range : ranges(header)) {
            Locale asked = Locale.forLanguageTag(range.getRange());
            if (range.getWeight() > 0
                    && (asked.getLanguage().equals("en") || TRANSLATED.contains(asked.getLanguage()))) {
                // English of no country writes 11/12/2026, which half of its readers take for another day.
                return asked.toLanguageTag().equals("en") ? Locale.UK : asked;
            }
        }
        return Locale.UK;
    }

    private static List<Locale.LanguageRange> ranges(@Nullable String header) {
        try {
            return header == null || header.length() > 1000 ? List.of() : Locale.LanguageRange.parse(header);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
