package io.inhouse.failures;

/**
 * Everything that can go wrong, once. The code is stable and part of the public API; the title is fixed text. What was
 * wrong in the case at hand belongs into {@link PlatformException#detail()}.
 */
public enum Failure {
    INVALID_REQUEST("invalid_request", 400, "The request is not valid"),
    UNSUPPORTED_PARAMETER("unsupported_parameter", 400, "A parameter is not supported"),
    CONTEXT_LENGTH_EXCEEDED("context_length_exceeded", 400, "The prompt does not fit into the model's context"),
    UNAUTHENTICATED("unauthenticated", 401, "Who is calling could not be established"),
    FORBIDDEN("forbidden", 403, "The caller may not do this"),
    FOUR_EYES("four_eyes", 403, "A second person has to do this"),
    PURPOSE_NOT_COVERED("purpose_not_covered", 403, "The declared purpose is not covered"),
    NOT_FOUND("not_found", 404, "There is no such thing, or the caller may not see it"),
    CONFLICT("conflict", 409, "The present state does not allow this"),
    PAYLOAD_TOO_LARGE("payload_too_large", 413, "The content is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, "The content has a type that is not accepted here"),
    UNPROCESSABLE("unprocessable", 422, "The content was understood but cannot be used"),
    TOO_MANY_ATTEMPTS("too_many_attempts", 429, "Too many wrong keys were sent"),
    TOO_MANY_REQUESTS("too_many_requests", 429, "The queue is full"),
    INTERNAL("internal", 500, "Something broke on our side"),
    RECORD_UNAVAILABLE("record_unavailable", 503, "The record is not available, so nothing may happen"),
    UPSTREAM_UNAVAILABLE("upstream_unavailable", 503, "A part of the platform is not available");

    private final String code;
    private final int status;
    private final String title;

    Failure(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    public String code() {
        return code;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
