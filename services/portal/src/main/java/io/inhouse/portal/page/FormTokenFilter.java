package io.inhouse.portal.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** Refuses every form without the right token, and everything that a browser itself calls a request of another site. */
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
        return fromElsewhere(context) || !tokens.matches(field(context)) ? problems.foreignForm() : null;
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
