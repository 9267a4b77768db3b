package io.inhouse.audit.client;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The audit server over HTTP. {@code bearer} is the whole header value, {@code Bearer …}. The address comes from
 * {@code quarkus.rest-client.inhouse-audit.url}. A failure arrives as {@link jakarta.ws.rs.WebApplicationException} with problem details.
 */
@RegisterRestClient(configKey = "inhouse-audit")
@Path("/api/audit")
public interface AuditApi {
    /**
     * Entries, newest first; every filter narrows.
     *
     * @param type exact, or a prefix that ends in {@code .*}
     * @param actor a person's subject; translated to the pseudonym
     * @param subject a person's subject; translated to the pseudonym
     * @param object id of an object the entry names
     * @param since RFC 3339, inclusive
     * @param until RFC 3339, exclusive
     * @param limit 1 to 500, 50 unless given
     * @param cursor of the page before
     */
    @GET
    @Path("entries")
    EntryPage entries(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String callersProject,
            @QueryParam("type") @Nullable String type,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("project") @Nullable String project,
            @QueryParam("stream") @Nullable String stream,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("object") @Nullable String object,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor);

    @GET
    @Path("entries/{id}")
    EntryProof entry(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String callersProject,
            @PathParam("id") String id);

    /** The reading is recorded before the content is shown. */
    @POST
    @Path("entries/{id}/content")
    EntryContent content(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String callersProject,
            @PathParam("id") String id,
            ReadReason reason);

    /** The latest published tree head: a signed note. */
    @GET
    @Path("checkpoint")
    @Produces(MediaType.TEXT_PLAIN)
    String checkpoint(@HeaderParam("Authorization") String bearer);

    /** The log's public key, for comparison with the one that was pinned. */
    @GET
    @Path("key")
    @Produces(MediaType.TEXT_PLAIN)
    String key(@HeaderParam("Authorization") String bearer);

    /** A ZIP; the caller closes the stream. The export is recorded first and is itself in the bundle. */
    @POST
    @Path("bundles")
    @Produces("application/zip")
    InputStream bundle(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String callersProject,
            BundleRequest request);

    @GET
    @Path("streams")
    LogStatus streams(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") @Nullable String callersProject);
}
