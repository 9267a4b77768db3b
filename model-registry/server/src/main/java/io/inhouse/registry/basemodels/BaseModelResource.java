package io.inhouse.registry.basemodels;

import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.NewBaseModel;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Base models over HTTP. */
@Path("/api/models/base")
public class BaseModelResource {
    private final BaseModelImport imports;
    private final BaseModels models;
    private final CurrentCaller caller;

    BaseModelResource(BaseModelImport imports, BaseModels models, CurrentCaller caller) {
        this.imports = imports;
        this.models = models;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    public BaseModel importBase(NewBaseModel wanted) {
        return imports.run(wanted, caller.get());
    }

    /** @param model name (may hold {@code /}), digest or id */
    @GET
    @Path("{model: .+}")
    @Authenticated
    public BaseModel base(@PathParam("model") String model) {
        return models.named(model);
    }
}
