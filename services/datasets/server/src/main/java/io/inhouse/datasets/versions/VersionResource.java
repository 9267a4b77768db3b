package io.inhouse.datasets.versions;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.NewVersion;
import io.inhouse.datasets.client.VersionChange;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.requests.Limits;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Versions over HTTP. */
@Path("/api/datasets")
public class VersionResource {
    private final CurrentCaller caller;
    private final Versions versions;

    VersionResource(CurrentCaller caller, Versions versions) {
        this.caller = caller;
        this.versions = versions;
    }

    @POST
    @Path("{dataset}/versions")
    @ResponseStatus(201)
    @APIResponse(responseCode = "201")
    @RolesAllowed(Roles.DATA_STEWARD)
    public DatasetVersion create(
            @PathParam("dataset") String dataset,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable NewVersion request) {
        NewVersion asked = request == null ? new NewVersion(null, null, null) : request;
        return versions.create(caller.get(), dataset, asked, IdempotencyKey.of(key, dataset, asked));
    }

    @GET
    @Path("{dataset}/versions")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER, Roles.SERVICE})
    public List<DatasetVersion> list(@PathParam("dataset") String dataset) {
        return versions.ofDataset(caller.get().project(), dataset);
    }

    @GET
    @Path("versions")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER, Roles.SERVICE})
    public List<DatasetVersion> inState(
            @QueryParam("state") @Nullable String state, @QueryParam("limit") @Nullable Integer limit) {
        return versions.inState(caller.get().project(), parsed(state), Limits.of(limit, 100, 1000));
    }

    @GET
    @Path("versions/{version}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER, Roles.SERVICE})
    public DatasetVersion byId(@PathParam("version") String version) {
        return versions.get(caller.get().project(), version);
    }

    @GET
    @Path("{dataset}/versions/{version}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER, Roles.SERVICE})
    public DatasetVersion get(@PathParam("dataset") String dataset, @PathParam("version") String version) {
        return versions.get(caller.get().project(), dataset, version);
    }

    @PATCH
    @Path("{dataset}/versions/{version}")
    @RolesAllowed(Roles.DATA_STEWARD)
    public DatasetVersion change(
            @PathParam("dataset") String dataset,
            @PathParam("version") String version,
            @Nullable VersionChange request) {
        return versions.change(caller.get(), versions.get(caller.get().project(), dataset, version), request);
    }

    private static VersionState parsed(@Nullable String state) {
        try {
            if (state != null) {
                return VersionState.of(state);
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new PlatformException(
                Failure.INVALID_REQUEST,
                "state is draft, sealed, approved, rejected or withdrawn.",
                Map.of("param", "state"));
    }
}
