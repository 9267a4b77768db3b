package io.inhouse.datasets.client;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** What a version holds: in figures, row by row, and beside another version. Refused once it is withdrawn. */
@RegisterRestClient(configKey = "inhouse-datasets")
@Path("/api/datasets")
public interface VersionContentApi {
    /** Computed when first asked for; that reading of the rows is recorded. */
    @GET
    @Path("{dataset}/versions/{version}/statistics")
    VersionStatistics statistics(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version);

    /** One row as a person may see it; the look is recorded. */
    @GET
    @Path("versions/{version}/rows/{number}")
    NumberedRow row(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("version") String version,
            @PathParam("number") long number);

    /**
     * Rows spread evenly over the version, for a service that measures them for a person and shows only figures; the
     * reading is recorded. One JSON object per line; {@code X-Inhouse-Rows} says how many lines, {@code X-Inhouse-Step}
     * that every so-manieth row is there, beginning with the first.
     *
     * @param onBehalfOf subject of that person
     * @param limit most rows
     */
    @GET
    @Path("versions/{version}/rows/sample")
    @Produces("application/x-ndjson")
    Response sample(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @HeaderParam("X-Inhouse-On-Behalf-Of") @Nullable String onBehalfOf,
            @HeaderParam("X-Inhouse-On-Behalf-Of-Name") @Nullable String onBehalfOfName,
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit);

    /**
     * What {@code version} holds and {@code from} does not, and the other way round; rows that are listed are recorded.
     *
     * @param from another version of the same dataset
     * @param kind {@code added} (default), {@code removed} or {@code kept}
     * @param after number of the last row of the page before
     * @param limit rows to list, at most 100; default 20
     */
    @GET
    @Path("{dataset}/versions/{version}/difference")
    VersionDifference difference(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @QueryParam("from") String from,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("after") @Nullable Long after,
            @QueryParam("limit") @Nullable Integer limit);
}
