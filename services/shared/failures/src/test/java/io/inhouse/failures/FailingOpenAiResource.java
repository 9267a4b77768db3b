package io.inhouse.failures;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The same under OpenAI's dialect. */
@OpenAiDialect
@Path("/v1/fail")
public class FailingOpenAiResource {
    @GET
    @Path("{how}")
    public String get(@PathParam("how") String how) {
        throw FailingResource.of(how);
    }

    @POST
    public String post(FailingResource.Order order) {
        return order.name();
    }
}
