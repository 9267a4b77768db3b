package io.inhouse.portal.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.WebApplicationException;
import org.jspecify.annotations.Nullable;

/**
 * The problem details (RFC 9457) with which a server of the platform refused.
 *
 * @param code the platform's stable code, for example {@code four_eyes}; empty if the answer had none
 * @param detail what was wrong, for a person; may be empty
 */
public record Refusal(int status, String code, String detail) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Refusal of(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        try {
            return of(status, failure.getResponse().readEntity(String.class));
        } catch (IllegalStateException e) {
            return new Refusal(status, "", "");
        }
    }

    /** @param body problem details in JSON; anything else gives an empty code and detail */
    public static Refusal of(int status, @Nullable String body) {
        try {
            JsonNode problem = JSON.readTree(body == null ? "" : body);
            return new Refusal(
                    status,
                    problem.path("code").asText(""),
                    problem.path("detail").asText(""));
        } catch (JsonProcessingException e) {
            return new Refusal(status, "", "");
        }
    }

    /** Somebody who had a hand in a thing may not decide about it. */
    public boolean fourEyes() {
        return code.equals("four_eyes");
    }

    /** The person can do something about it, so the form is shown again; anything else is a page of its own. */
    public boolean correctable() {
        return status == 400 || status == 403 || status == 409 || status == 413 || status == 415 || status == 422;
    }
}
