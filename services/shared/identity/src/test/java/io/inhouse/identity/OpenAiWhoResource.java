package io.inhouse.identity;

import io.inhouse.failures.OpenAiDialect;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The same door under OpenAI's dialect. */
@OpenAiDialect
@Path("/v1/who")
public class OpenAiWhoResource {
    @GET
    @RolesAllowed(Roles.APP)
    public String who() {
        return "app";
    }
}
