package io.inhouse.portal.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every form without the right token, and everything that a browser itself calls a request of another site.
 * Scripts of our own send the token in a header. A form with files is not read here, because files are not kept: whoever
 * takes it looks at its first field ({@link FormTokens#matches}).
 */
class FormTokenFilter {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private final FormTokens tokens;
    private final ProblemPages problems;

    FormTokenFilter(FormTokens tokens, ProblemPages problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    @ServerRequestFilter(readBody = true)
    @Nullable
    Response check(ResteasyReactiveContainerRequestContext context) {
        if (HARMLESS.contains(context.getMethod())) {
            return null;
        }
        if (fromElsewhere(context)) {
            return problems.foreignForm();
        }
        String type = Objects.requireNonNullElse(context.getHeaderString("Content-Type"), "");
        if (type.startsWith(BodyLimits.FORM_WITH_FILES)) {
            return null;
        }
        String token = type.startsWith(BodyLimits.PIECE) || type.startsWith("application/json")
                ? context.getHeaderString(FormTokens.HEADER)
                : field(context);
        return tokens.matches(token) ? null : problems.foreignForm();
    }

    private static boolean fromElsewhere(ContainerRequestContext context) {
        String site = context.getHeaderString("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin");
    }

    private static @Nullable String field(ResteasyReactiveContainerRequestContext context) {
        var request = (ResteasyReactiveRequestContext) context.getServerRequestContext();
        return request.getFormData() == null ? null : (String) request.getFormParameter(FormTokens.FIELD, true, false);
    }
}
