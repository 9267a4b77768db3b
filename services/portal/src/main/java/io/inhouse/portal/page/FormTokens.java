package io.inhouse.portal.page;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Protects forms against being sent from other sites: a random value is in a cookie that no other site's request carries,
 * and in a hidden field of every form; {@link FormTokenFilter} refuses a form in which they differ.
 */
@RequestScoped
public class FormTokens {
    /** Name of the hidden field. */
    static final String FIELD = "formToken";

    /** Name of the header in which a script sends it. */
    static final String HEADER = "Inhouse-Form-Token";

    static final String COOKIE = "inhouse_form";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{40,64}");
    private static final int BYTES = 32;

    private final RoutingContext request;
    private @Nullable String token;

    FormTokens(RoutingContext request) {
        this.request = request;
    }

    /** The value for this request's forms; the cookie is set if it was not there. */
    public String current() {
        if (token == null) {
            token = fromCookie();
        }
        if (token == null) {
            token = VertxContextPRNG.current().nextString(BYTES);
            request.response()
                    .addCookie(Cookie.cookie(COOKIE, token)
                            .setPath("/")
                            .setHttpOnly(true)
                            .setSecure("https".equals(request.request().scheme()))
                            .setSameSite(CookieSameSite.STRICT));
        }
        return token;
    }

    /** Whether a form that carries this value came from one of our own pages. */
    public boolean matches(@Nullable String field) {
        String cookie = fromCookie();
        return cookie != null && field != null && equalInConstantTime(cookie, field);
    }

    private @Nullable String fromCookie() {
        Cookie cookie = request.request().getCookie(COOKIE);
        return cookie != null && TOKEN.matcher(cookie.getValue()).matches() ? cookie.getValue() : null;
    }

    private static boolean equalInConstantTime(String left, String right) {
        int difference = left.length() ^ right.length();
        for (int i = 0; i < Math.min(left.length(), right.length()); i++) {
            difference |= left.charAt(i) ^ right.charAt(i);
        }
        return difference == 0;
    }
}
