package io.inhouse.datasets.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The datasets server over HTTP. {@code bearer} is the whole header value, {@code Bearer …}. The address comes from
 * {@code inhouse.datasets.url}. A failure arrives as {@link jakarta.ws.rs.WebApplicationException} with problem details.
 */
@RegisterRestClient(configKey = "inhouse-datasets")
@Path("/api/datasets")
public interface DatasetsApi {
    @POST
    Dataset create(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            NewDataset dataset);

    /** @param after the last id of the page before; newest first */
    @GET
    List<Dataset> list(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after);

    @GET
    @Path("{dataset}")
    Dataset get(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset);

    @PATCH
    @Path("{dataset}")
    Dataset change(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            DatasetChange change);

    @POST
    @Path("{dataset}/versions")
    DatasetVersion createVersion(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @PathParam("dataset") String dataset,
            NewVersion version);

    /** Decides anew what happens to personal data, while the draft has no rows. */
    @PATCH
    @Path("{dataset}/versions/{version}")
    DatasetVersion changeVersion(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            VersionChange change);

    /** All versions of a dataset, newest first. */
    @GET
    @Path("{dataset}/versions")
    List<DatasetVersion> versions(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset);

    /** Versions of the project in a state, newest first; for example those that wait for approval ({@code sealed}). */
    @GET
    @Path("versions")
    List<DatasetVersion> versionsInState(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @QueryParam("state") String state);

    /** @param version {@code dsv-…}, or the {@code file-…} under which it was uploaded */
    @GET
    @Path("versions/{version}")
    DatasetVersion version(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("version") String version);

    /** @param split {@code train}, {@code test} or {@code auto} (default) */
    @POST
    @Path("{dataset}/versions/{version}/rows")
    @Consumes("application/jsonl")
    UploadReport upload(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("split") @Nullable String split,
            InputStream rows);

    @GET
    @Path("{dataset}/versions/{version}/set-aside")
    List<SetAsideRow> setAside(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit);

    @GET
    @Path("{dataset}/versions/{version}/findings")
    Findings findings(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit);

    /** Held-out rows that ask nearly what a training row asks. */
    @GET
    @Path("{dataset}/versions/{version}/near-duplicates")
    NearDuplicates nearDuplicates(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version);

    /** The first rows, personal data masked. The look is recorded. */
    @GET
    @Path("{dataset}/versions/{version}/rows/preview")
    List<PreviewRow> preview(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit);

    /** Refused with 422 if a held-out row asks what a training row asks; the answer names the first such rows. */
    @POST
    @Path("{dataset}/versions/{version}/seal")
    DatasetVersion seal(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version);

    @POST
    @Path("{dataset}/versions/{version}/approve")
    DatasetVersion approve(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            Decision decision);

    @POST
    @Path("{dataset}/versions/{version}/reject")
    DatasetVersion reject(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            Decision decision);

    @POST
    @Path("{dataset}/versions/{version}/withdraw")
    DatasetVersion withdraw(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            Decision decision);

    /**
     * The rows of an approved version, for one of the platform's services that runs a job; the reading is recorded.
     * One JSON object per line: {@code {"prompt","completion"}} or {@code {"messages":[{"role","content"}…]}}. The
     * response is a stream: read it as {@link InputStream}, close it, and compare the number of lines with the header
     * {@code X-Inhouse-Rows}. {@code X-Inhouse-Digest} repeats the version's digest.
     *
     * @param onBehalfOf subject of the person whose job it is
     * @param job {@code ftjob-…}
     * @param split {@code train} or {@code test}
     */
    @GET
    @Path("versions/{version}/rows")
    @Produces("application/x-ndjson")
    Response rows(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("X-Inhouse-On-Behalf-Of") @Nullable String onBehalfOf,
            @HeaderParam("X-Inhouse-Job") String job,
            @PathParam("version") String version,
            @QueryParam("split") String split);
}
