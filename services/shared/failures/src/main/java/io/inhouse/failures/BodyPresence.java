package io.inhouse.failures;

import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A body that a resource counts on is there: neither nothing nor JSON's null arrives as a null that nobody expects. */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
public class BodyPresence implements ReaderInterceptor {
    private final ResourceInfo resource;

    BodyPresence(@Context ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null && !mayBeAbsent(context.getType())) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST, "The body is missing. This address expects a JSON object, not null.");
        }
        return body;
    }

    private boolean mayBeAbsent(Class<?> type) {
        Method method = resource.getResourceMethod();
        return method == null
                || IntStream.range(0, method.getParameterCount())
                        .anyMatch(i -> method.getParameterTypes()[i] == type
                                && method.getAnnotatedParameterTypes()[i].isAnnotationPresent(Nullable.class));
    }
}
