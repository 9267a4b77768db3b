package io.inhouse.registry.adapters;

import io.inhouse.identity.CurrentCaller;
import io.inhouse.registry.client.ModelAlias;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** The project's aliases over HTTP. */
@Path("/api/models/aliases")
public class AliasResource {
    private final Aliases aliases;
    private final Adapters adapters;
    private final CurrentCaller caller;

    AliasResource(Aliases aliases, Adapters adapters, CurrentCaller caller) {
        this.aliases = aliases;
        this.adapters = adapters;
        this.caller = caller;
    }

    @GET
    @Authenticated
    public List<ModelAlias> list() {
        return aliases.ofProject(caller.get().project(), adapters);
    }
}
