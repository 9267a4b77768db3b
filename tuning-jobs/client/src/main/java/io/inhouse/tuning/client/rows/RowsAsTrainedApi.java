package io.inhouse.tuning.client.rows;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What a trainer would make of a dataset version with a base model, before anything is trained. */
@RegisterRestClient(configKey = "inhouse-tuning")
@Path("/api/tuning-jobs/rows/{version}")
public interface RowsAsTrainedApi {
    /** Tokens of the version's rows; large versions are sampled. Only figures are answered; the reading is recorded. */
    @GET
    @Path("tokens")
    VersionTokens tokens(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("version") String version,
            @QueryParam("baseModel") String baseModel);

    /** One row with the loss mask, for those who may read it; the look is recorded. */
    @GET
    @Path("{number}")
    RowAsTrained row(
            @HeaderParam("Authorization") String bearer,
            @HeaderParam("OpenAI-Project") String project,
            @PathParam("version") String version,
            @PathParam("number") long number,
            @QueryParam("baseModel") String baseModel);
}
