package io.inhouse.inference.client;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * The inference server over HTTP. {@code bearer} is the whole header value, {@code Bearer …}. A failure arrives as {@link
 * jakarta.ws.rs.WebApplicationException} with OpenAI's error object.
 */
@RegisterRestClient(configKey = "inhouse-inference")
@Path("/v1")
public interface InferenceApi {
    @GET
    @Path("models")
    ModelList models(@HeaderParam("Authorization") String bearer, @HeaderParam("OpenAI-Project") String project);

    @POST
    @Path("chat/completions")
    ChatCompletion chat(
            @HeaderParam("Authorization") String bearer, @HeaderParam("OpenAI-Project") String project, NewChat chat);

    /**
     * As {@link #chat}, with the headers: {@code x-receipt} names the entry of the record. A streamed answer is read as {@link
     * java.io.InputStream} of server-sent events while it comes. The caller closes the response.
     */
    @POST
    @Path("chat/completions")
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    Response ask(
            @HeaderParam("Authorization") String bearer, @HeaderParam("OpenAI-Project") String project, NewChat chat);
}
