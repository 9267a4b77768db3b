package io.inhouse.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains what the HTTP layer itself refuses: its messages may name classes, so only the status is passed on. */
final class HttpExplanation {
    private HttpExplanation() {}

    static Explanation of(WebApplicationException exception) {
        // Walks down: the body reader wraps what Jackson found, and Jackson what reading the body threw.
        Optional<PlatformException> platform = cause(exception, PlatformException.class);
        if (platform.isPresent()) {
            return Explanation.of(platform.get());
        }
        Optional<JsonProcessingException> json = cause(exception, JsonProcessingException.class);
        if (json.isPresent()) {
            return JsonExplanation.of(json.get());
        }
        int status = exception.getResponse().getStatus();
        return switch (status) {
            case 400 ->
                Explanation.of(Failure.INVALID_REQUEST, "The request cannot be read. Check its body and parameters.");
            case 401 -> Explanation.of(Failure.UNAUTHENTICATED, FailureMappers.WHO_IS_CALLING);
            case 403 -> Explanation.of(Failure.FORBIDDEN, FailureMappers.NOT_ALLOWED);
            case 404 ->
                Explanation.of(
                        Failure.NOT_FOUND, "There is nothing at this address. Check the path and the ids in it.");
            case 405 -> exact(Failure.INVALID_REQUEST, status, "This address does not accept this HTTP method.");
            case 406 ->
                exact(
                        Failure.INVALID_REQUEST,
                        status,
                        "The answer is not available in a type that the Accept header allows.");
            case 413 -> Explanation.of(Failure.PAYLOAD_TOO_LARGE, "The body is larger than this address accepts.");
            case 415 ->
                Explanation.of(Failure.UNSUPPORTED_MEDIA_TYPE, "The Content-Type of the body is not accepted here.");
            default ->
                status >= 400 && status < 500
                        ? exact(
                                Failure.INVALID_REQUEST,
                                status,
                                "The request is refused with HTTP status " + status + ".")
                        : Explanation.internal();
        };
    }

    static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        return Stream.iterate(thrown.getCause(), Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static Explanation exact(Failure failure, int status, String detail) {
        return new Explanation(failure, status, detail, Map.of());
    }
}
