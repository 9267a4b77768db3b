package io.inhouse.datasets.catalogue;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetChange;
import io.inhouse.datasets.client.NewDataset;
import io.inhouse.datasets.requests.IdempotencyKey;
import io.inhouse.datasets.requests.Limits;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Datasets over HTTP. */
@Path("/api/datasets")
public class DatasetResource {
    private final CurrentCaller caller;
    private final Datasets datasets;

    DatasetResource(CurrentCaller caller, Datasets datasets) {
        this.caller = caller;
        this.datasets = datasets;
    }

    @POST
    @ResponseStatus(201)
    @APIResponse(responseCode = "201")
    @RolesAllowed(Roles.DATA_STEWARD)
    public Dataset create(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable NewDataset request) {
        NewDataset asked = Terms.present(request);
        return datasets.create(caller.get(), asked, IdempotencyKey.of(key, asked));
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER, Roles.SERVICE})
    public List<Dataset> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        return datasets.list(caller.get().project(), Limits.of(limit, 100, 1000), after);
    }

    @GET
    @Path("{dataset}")
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER, Roles.COMPLIANCE_OFFICER, Roles.SERVICE})
    public Dataset get(@PathParam("dataset") String dataset) {
        return datasets.get(caller.get().project(), dataset);
    }

    @PATCH
    @Path("{dataset}")
    @RolesAllowed(Roles.DATA_STEWARD)
    public Dataset change(@PathParam("dataset") String dataset, @Nullable DatasetChange request) {
        return datasets.change(caller.get(), dataset, Terms.present(request));
    }
}
