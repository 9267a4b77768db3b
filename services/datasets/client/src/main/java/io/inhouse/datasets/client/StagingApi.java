package io.inhouse.datasets.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** Files that are sent to a draft in pieces, so that a dropped connection loses one piece and not the file. */
@RegisterRestClient(configKey = "inhouse-datasets")
@Path("/api/datasets/{dataset}/versions/{version}/files")
public interface StagingApi {
    @POST
    StagedFile announce(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            NewStagedFile file);

    /** The version's files, newest first; without those that were discarded. */
    @GET
    List<StagedFile> list(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version);

    /** {@code received} says where to go on after a dropped connection. */
    @GET
    @Path("{file}")
    StagedFile get(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @PathParam("file") String file);

    /**
     * The next piece.
     *
     * @param offset of its first byte; another than {@code received} is refused with {@code conflict} and the right one
     */
    @PATCH
    @Path("{file}")
    @Consumes("application/offset+octet-stream")
    StagedFile append(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @PathParam("file") String file,
            @HeaderParam("Upload-Offset") long offset,
            byte[] piece);

    /** What would become of its rows. The columns are those of {@link ColumnMapping}. */
    @GET
    @Path("{file}/check")
    FileCheck check(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @PathParam("file") String file,
            @QueryParam("prompt") @Nullable String prompt,
            @QueryParam("completion") @Nullable String completion,
            @QueryParam("text") @Nullable String text,
            @QueryParam("subject") @Nullable String subject);

    @POST
    @Path("{file}/take")
    UploadReport take(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @PathParam("file") String file,
            TakeIn request);

    @DELETE
    @Path("{file}")
    void discard(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @PathParam("file") String file);
}
