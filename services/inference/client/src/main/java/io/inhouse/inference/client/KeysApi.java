package io.inhouse.inference.client;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a project's applications. {@code bearer} is the whole header value, {@code Bearer …}. A failure arrives as
 * {@link jakarta.ws.rs.WebApplicationException} with problem details.
 */
@RegisterRestClient(configKey = "inhouse-inference")
@Path("/api/keys")
public interface KeysApi {
    /** @param idempotencyKey the same order sent again makes no second key, and shows no secret again */
    @POST
    IssuedKey create(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            NewKey key);

    /** @param project {@code platform} for the keys of all projects, as an administrator of the platform sees them */
    @GET
    List<KeyDescription> list(
            @HeaderParam("Authorization") String bearer, @HeaderParam("OpenAI-Project") @Nullable String project);

    @GET
    @Path("{key}")
    KeyDescription get(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String project,
            @PathParam("key") String key);

    @PATCH
    @Path("{key}")
    KeyDescription restrict(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("key") String key,
            KeyChange change);

    /** Takes effect within 30 seconds. */
    @POST
    @Path("{key}/disable")
    KeyDescription disable(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String project,
            @PathParam("key") String key);

    @POST
    @Path("{key}/enable")
    KeyDescription enable(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("key") String key);

    /** A new secret; the old one works for 30 seconds at most. */
    @POST
    @Path("{key}/rotate")
    IssuedKey rotate(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("key") String key);
}
