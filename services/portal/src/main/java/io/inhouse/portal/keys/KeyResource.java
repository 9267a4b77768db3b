package io.inhouse.portal.keys;

import io.inhouse.portal.session.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** One key: what it is, what it may be used for, and what can be done with it. */
@Path(KeyAddress.PATH)
@Blocking
public class KeyResource {
    private final KeyPages pages;

    KeyResource(KeyPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response show(@BeanParam KeyAddress at, @QueryParam("done") @Nullable String done) {
        return pages.show(at, done);
    }
}
