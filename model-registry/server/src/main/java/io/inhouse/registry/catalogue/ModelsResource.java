package io.inhouse.registry.catalogue;

import io.inhouse.identity.CurrentCaller;
import io.inhouse.registry.adapters.Adapters;
import io.inhouse.registry.basemodels.BaseModels;
import io.inhouse.registry.client.Models;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Base models, and the adapters of the caller's project. */
@Path("/api/models")
public class ModelsResource {
    private final BaseModels baseModels;
    private final Adapters adapters;
    private final CurrentCaller caller;

    ModelsResource(BaseModels baseModels, Adapters adapters, CurrentCaller caller) {
        this.baseModels = baseModels;
        this.adapters = adapters;
        this.caller = caller;
    }

    @GET
    @Authenticated
    public Models list() {
        return new Models(baseModels.all(), adapters.ofProject(caller.get().project()));
    }
}
