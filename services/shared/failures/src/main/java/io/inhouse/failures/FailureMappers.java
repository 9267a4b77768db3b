package io.inhouse.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns everything that is thrown into an answer, in the dialect of the resource it was thrown by. */
@Singleton
class FailureMappers {
    static final String WHO_IS_CALLING =
            "No valid access token or API key was sent. Send one as 'Authorization: Bearer …'; tokens expire after minutes.";
    static final String NOT_ALLOWED =
            "The caller does not have the role that this needs in this project. Ask an administrator of the project.";
    private static final Logger LOG = Logger.getLogger(FailureMappers.class);

    private final RequestIds requestIds;

    FailureMappers(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    @ServerExceptionMapper
    public Response platform(PlatformException exception, ContainerRequestContext request, ResourceInfo resource) {
        if (exception.failure() == Failure.INTERNAL) {
            return unexpected(exception, request, resource);
        }
        if (exception.failure().status() >= 500) {
            LOG.warnf(
                    exception,
                    "Request refused code=%s requestId=%s",
                    exception.failure().code(),
                    requestIds.of(request));
        }
        return answer(Explanation.of(exception), request, resource);
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException exception, ContainerRequestContext request, ResourceInfo resource) {
        Response prepared = exception.getResponse();
        if (prepared.getStatus() < 400) {
            return prepared;
        }
        Explanation explanation = HttpExplanation.of(exception);
        if (explanation.failure() == Failure.INTERNAL) {
            logUnexpected(exception, request);
        }
        return answer(explanation, request, resource);
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException exception, ContainerRequestContext request, ResourceInfo resource) {
        return answer(explained(exception), request, resource);
    }

    /** More specific than the one above because Quarkus brings a mapper of its own for exactly this type. */
    @ServerExceptionMapper
    public Response mismatch(
            MismatchedInputException exception, ContainerRequestContext request, ResourceInfo resource) {
        return answer(explained(exception), request, resource);
    }

    /** Jackson wraps what reading the body threw. */
    private static Explanation explained(JsonProcessingException exception) {
        return HttpExplanation.cause(exception, PlatformException.class)
                .map(Explanation::of)
                .orElseGet(() -> JsonExplanation.of(exception));
    }

    @ServerExceptionMapper({
        AuthenticationFailedException.class,
        AuthenticationCompletionException.class,
        UnauthorizedException.class
    })
    public Response unauthenticated(
            SecurityException exception, ContainerRequestContext request, ResourceInfo resource) {
        return answer(Explanation.of(Failure.UNAUTHENTICATED, WHO_IS_CALLING), request, resource);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException exception, ContainerRequestContext request, ResourceInfo resource) {
        return answer(Explanation.of(Failure.FORBIDDEN, NOT_ALLOWED), request, resource);
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable exception, ContainerRequestContext request, ResourceInfo resource) {
        Optional<Explanation> away = DatabaseExplanation.of(exception);
        if (away.isPresent()) {
            LOG.warnf(
                    "Request refused, the database is not available requestId=%s reason=%s",
                    requestIds.of(request), exception.getMessage());
            return answer(away.get(), request, resource);
        }
        logUnexpected(exception, request);
        return answer(
                exception instanceof PlatformException platform ? Explanation.of(platform) : Explanation.internal(),
                request,
                resource);
    }

    private void logUnexpected(Throwable exception, ContainerRequestContext request) {
        LOG.errorf(exception, "Request failed unexpectedly requestId=%s", requestIds.of(request));
    }

    private Response answer(Explanation explanation, ContainerRequestContext request, @Nullable ResourceInfo resource) {
        boolean openAi = speaksOpenAi(resource);
        String requestId = requestIds.of(request);
        Response.ResponseBuilder answer = Response.status(explanation.status())
                .entity(
                        openAi
                                ? OpenAiErrorRenderer.render(explanation)
                                : ProblemRenderer.render(explanation, requestId))
                .type(openAi ? OpenAiErrorRenderer.MEDIA_TYPE : ProblemRenderer.MEDIA_TYPE)
                .header(RequestIds.HEADER, requestId);
        if (explanation.facts().get("retryAfterSeconds") instanceof Number seconds) {
            answer.header(HttpHeaders.RETRY_AFTER, seconds.longValue());
        }
        if (explanation.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.build();
    }

    private static boolean speaksOpenAi(@Nullable ResourceInfo resource) {
        Class<?> type = resource == null ? null : resource.getResourceClass();
        return type != null && type.isAnnotationPresent(OpenAiDialect.class);
    }
}
