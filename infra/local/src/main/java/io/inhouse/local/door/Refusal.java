package io.inhouse.local.door;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;

/**
 * What the door says when no server does, in the dialect of the address that was asked: OpenAI's error object under
 * {@code /v1}, problem details (RFC 9457) elsewhere. Code and status are those that the servers use.
 */
record Refusal(int status, String code, String detail) {
    static final String PROBLEM = "application/problem+json";
    /** A server that ended is usually back within seconds. */
    static final int RETRY_AFTER_SECONDS = 2;

    private static final String OPENAI = "application/json";
    private static final String UNAVAILABLE = "upstream_unavailable";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param server which was asked in vain */
    static Refusal of(Throwable why, String server) {
        if (why instanceof ConnectException) {
            return new Refusal(
                    503,
                    UNAVAILABLE,
                    "The platform's " + server + " server does not run at the moment. Try again in a few seconds.");
        }
        return new Refusal(
                502,
                UNAVAILABLE,
                "The platform's " + server
                        + " server ended before it answered, so it is not known whether the request was"
                        + " carried out. Repeat it, under the same Idempotency-Key if it has one.");
    }

    static String mediaType(String path) {
        return isOpenAi(path) ? OPENAI : PROBLEM;
    }

    String render(String path) {
        return isOpenAi(path) ? openAi() : problem();
    }

    String problem() {
        return JSON.createObjectNode()
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .toString();
    }

    private String openAi() {
        ObjectNode error = JSON.createObjectNode()
                .put("message", detail)
                .put("type", "server_error")
                .putNull("param")
                .put("code", code);
        return JSON.createObjectNode().set("error", error).toString();
    }

    private static boolean isOpenAi(String path) {
        return path.equals("/v1") || path.startsWith("/v1/");
    }
}
