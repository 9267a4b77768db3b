package io.inhouse.portal.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.Response;

/** Why inference gave no answer, in its own words. */
final class Refused {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Refused() {}

    /** @param otherwise if the answer says nothing */
    static String because(Response response, String otherwise) {
        try {
            String text = JSON.readTree(response.readEntity(String.class))
                    .path("error")
                    .path("message")
                    .asText("");
            return text.isEmpty() ? otherwise : text;
        } catch (JsonProcessingException | IllegalStateException e) {
            return otherwise;
        }
    }
}
