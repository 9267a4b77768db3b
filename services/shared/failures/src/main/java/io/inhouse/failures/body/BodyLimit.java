package io.inhouse.failures.body;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes uploads accepts very long bodies. An endpoint that reads its body into memory as a whole does not: it
 * would let every caller fill the heap. Endpoints that take a stream, or a form with files, are left alone.
 */
@Singleton
class BodyLimit {
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");
    /** For so long the rest of a refused body is read and thrown away; a caller who is still sending sees no answer. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** Looked up late: filters are made while the server is built, before it is configured. */
    private final Provider<BodyConfig> config;

    private final CurrentVertxRequest vertx;

    BodyLimit(Provider<BodyConfig> config, CurrentVertxRequest vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    /** @throws PlatformException {@code PAYLOAD_TOO_LARGE} here, or while a body of unknown length is read */
    @ServerRequestFilter
    public void limit(ContainerRequestContext request, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method == null || WITHOUT_BODY.contains(request.getMethod()) || streams(method)) {
            return;
        }
        long most = most(method);
        RoutingContext context = vertx.getCurrent();
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            // Not more than it says will come: HTTP's own parser sees to that.
            if (!length.matches("[0-9]{1,18}") || Long.parseLong(length) > most) {
                throw tooLarge(context, most);
            }
        } else if (request.getHeaderString("Transfer-Encoding") != null
                || context.request().version() == HttpVersion.HTTP_2) {
            request.setEntityStream(new LimitedBody(request.getEntityStream(), most, () -> tooLarge(context, most)));
        }
    }

    private static boolean streams(Method method) {
        Consumes consumes = method.getAnnotation(Consumes.class);
        return Arrays.asList(method.getParameterTypes()).contains(InputStream.class)
                || (consumes != null && Arrays.asList(consumes.value()).contains(MediaType.MULTIPART_FORM_DATA));
    }

    private long most(Method method) {
        @Nullable LargeBody large = method.getAnnotation(LargeBody.class);
        return large == null ? config.get().maxSize().asLongValue() : (long) large.mebibytes() << 20;
    }

    private static PlatformException tooLarge(RoutingContext context, long most) {
        context.addEndHandler(answered -> throwAwayTheRest(context));
        return new PlatformException(
                Failure.PAYLOAD_TOO_LARGE,
                "The body of this request may have at most " + most + " bytes. Nothing of it was used.");
    }

    private static void throwAwayTheRest(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || request.version() == HttpVersion.HTTP_2) {
            return;
        }
        request.handler(piece -> {});
        request.resume();
        context.vertx().setTimer(REST.toMillis(), late -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
    }
}
