package io.inhouse.inference.models;

import io.inhouse.failures.Failure;
import io.inhouse.failures.OpenAiDialect;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.inference.client.ModelList;
import io.inhouse.inference.client.ModelObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Set;

/** {@code client.models} of the official SDKs. A key that is restricted to some models sees only those. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@OpenAiDialect
public class ModelResource {
    private final ModelCatalogue catalogue;
    private final CurrentCaller caller;

    ModelResource(ModelCatalogue catalogue, CurrentCaller caller) {
        this.catalogue = catalogue;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.APP, Roles.ML_ENGINEER, Roles.DATA_STEWARD, Roles.APPROVER})
    public ModelList list() {
        Set<String> allowed = caller.models();
        return new ModelList(
                "list",
                catalogue.of(caller.get().project()).stream()
                        .filter(model -> allowed.isEmpty() || allowed.contains(model.name()))
                        .map(ModelResource::told)
                        .toList());
    }

    @GET
    @Path("{name:.+}")
    @RolesAllowed({Roles.APP, Roles.ML_ENGINEER, Roles.DATA_STEWARD, Roles.APPROVER})
    public ModelObject get(@PathParam("name") String name) {
        Set<String> allowed = caller.models();
        return catalogue
                .find(caller.get().project(), name)
                .filter(model -> allowed.isEmpty() || allowed.contains(model.name()))
                .map(ModelResource::told)
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "There is no such model, or the caller may not ask it. GET /v1/models lists those it may.",
                        Map.of("param", "model")));
    }

    private static ModelObject told(ServedModel model) {
        return new ModelObject(model.name(), "model", model.since().getEpochSecond(), model.owner());
    }
}
