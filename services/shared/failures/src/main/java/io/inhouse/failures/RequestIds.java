package io.inhouse.failures;

import io.inhouse.identifiers.Identifiers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Every request has an id, {@code req-…}, in the answer's {@code X-Request-Id} and in the log. One that the caller sends
 * is kept, so that a request is found again in every service it passes.
 */
@Singleton
class RequestIds {
    static final String HEADER = "X-Request-Id";
    private static final String PROPERTY = "inhouse.request-id";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Identifiers identifiers;

    RequestIds(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    @ServerRequestFilter(preMatching = true)
    public void assign(ContainerRequestContext request) {
        MDC.put("requestId", of(request));
    }

    @ServerResponseFilter
    public void tell(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, of(request));
    }

    String of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof String known) {
            return known;
        }
        String sent = request.getHeaderString(HEADER);
        String id = sent != null && ACCEPTED.matcher(sent).matches() ? sent : identifiers.next("req");
        request.setProperty(PROPERTY, id);
        return id;
    }
}
