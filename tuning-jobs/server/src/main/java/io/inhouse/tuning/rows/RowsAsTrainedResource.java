package io.inhouse.tuning.rows;

import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.tuning.client.rows.RowAsTrained;
import io.inhouse.tuning.client.rows.VersionTokens;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a trainer would make of a dataset version, over HTTP. */
@Path("/api/tuning-jobs/rows/{version}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class RowsAsTrainedResource {
    private final CurrentCaller caller;
    private final RowsAsTrained rows;

    RowsAsTrainedResource(CurrentCaller caller, RowsAsTrained rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    @Path("tokens")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Operation(summary = "A dataset version in tokens of a base model, as a trainer counts them; figures only")
    public VersionTokens tokens(
            @PathParam("version") String version, @QueryParam("baseModel") @Nullable String baseModel) {
        return rows.tokens(caller.get(), caller.bearer(), version, baseModel);
    }

    @GET
    @Path("{number}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    @Operation(summary = "One row rendered by a base model's template, with the loss mask; the look is recorded")
    public RowAsTrained row(
            @PathParam("version") String version,
            @PathParam("number") long number,
            @QueryParam("baseModel") @Nullable String baseModel) {
        return rows.row(caller.get(), caller.bearer(), version, number, baseModel);
    }
}
