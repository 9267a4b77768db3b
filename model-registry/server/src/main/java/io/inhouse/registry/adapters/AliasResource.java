package io.inhouse.registry.adapters;

import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.registry.client.ModelAlias;
import io.inhouse.registry.client.RollBack;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** The project's aliases over HTTP. */
@Path("/api/models/aliases")
public class AliasResource {
    private final Aliases aliases;
    private final Adapters adapters;
    private final AliasRollBack rollBack;
    private final CurrentCaller caller;

    AliasResource(Aliases aliases, Adapters adapters, AliasRollBack rollBack, CurrentCaller caller) {
        this.aliases = aliases;
        this.adapters = adapters;
        this.rollBack = rollBack;
        this.caller = caller;
    }

    @GET
    @Authenticated
    public List<ModelAlias> list() {
        return aliases.ofProject(caller.get().project(), adapters);
    }

    @POST
    @Path("{alias}/roll-back")
    @RolesAllowed(Roles.APPROVER)
    public ModelAlias rollBack(@PathParam("alias") String alias, RollBack order) {
        return rollBack.run(alias, order, caller.get());
    }
}
