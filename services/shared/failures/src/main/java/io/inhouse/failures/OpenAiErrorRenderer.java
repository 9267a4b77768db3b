package io.inhouse.failures;

import java.util.LinkedHashMap;
import java.util.Map;

/** OpenAI's error object: {@code {"error": {"message", "type", "param", "code"}}}. */
final class OpenAiErrorRenderer {
    static final String MEDIA_TYPE = "application/json";

    private OpenAiErrorRenderer() {}

    static Map<String, Object> render(Explanation explanation) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", explanation.detail());
        error.put("type", type(explanation.status()));
        error.put("param", explanation.facts().get("param"));
        error.put("code", code(explanation.failure()));
        return Map.of("error", error);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    /** Clients of that API look for these codes; everything else keeps ours. */
    private static String code(Failure failure) {
        return switch (failure) {
            case UNAUTHENTICATED -> "invalid_api_key";
            case TOO_MANY_REQUESTS, TOO_MANY_ATTEMPTS -> "rate_limit_exceeded";
            default -> failure.code();
        };
    }
}
