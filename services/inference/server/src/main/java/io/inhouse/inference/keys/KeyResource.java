package io.inhouse.inference.keys;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.identity.Roles;
import io.inhouse.inference.client.IssuedKey;
import io.inhouse.inference.client.KeyChange;
import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.NewKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API keys over HTTP. A secret is in the answer that made it and in no other. */
@Path("/api/keys")
@Produces(MediaType.APPLICATION_JSON)
public class KeyResource {
    private final Keys keys;
    private final CurrentCaller caller;

    KeyResource(Keys keys, CurrentCaller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** 201 with the secret; 200 without it if the same order was carried out before under the same Idempotency-Key. */
    @POST
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response create(@HeaderParam("Idempotency-Key") @Nullable String idempotencyKey, @Nullable NewKey order) {
        IssuedKey issued = keys.create(caller.get(), given(order), idempotencyKey);
        return issued(issued, issued.secret() == null ? Response.Status.OK : Response.Status.CREATED);
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.PLATFORM_ADMIN})
    public List<KeyDescription> list() {
        return keys.list(caller.get());
    }

    @GET
    @Path("{key}")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.PLATFORM_ADMIN})
    public KeyDescription get(@PathParam("key") String key) {
        return keys.get(caller.get(), key);
    }

    @PATCH
    @Path("{key}")
    @RolesAllowed(Roles.ML_ENGINEER)
    public KeyDescription restrict(@PathParam("key") String key, @Nullable KeyChange change) {
        return keys.restrict(caller.get(), key, given(change));
    }

    @POST
    @Path("{key}/disable")
    @RolesAllowed({Roles.ML_ENGINEER, Roles.PLATFORM_ADMIN})
    public KeyDescription disable(@PathParam("key") String key) {
        return keys.disable(caller.get(), key);
    }

    @POST
    @Path("{key}/enable")
    @RolesAllowed(Roles.ML_ENGINEER)
    public KeyDescription enable(@PathParam("key") String key) {
        return keys.enable(caller.get(), key);
    }

    @POST
    @Path("{key}/rotate")
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response rotate(@PathParam("key") String key) {
        return issued(keys.rotate(caller.get(), key), Response.Status.OK);
    }

    private static Response issued(IssuedKey issued, Response.Status status) {
        return Response.status(status)
                .entity(issued)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static <T> T given(@Nullable T body) {
        if (body == null) {
            throw new PlatformException(Failure.INVALID_REQUEST, "The request has no body.");
        }
        return body;
    }
}
