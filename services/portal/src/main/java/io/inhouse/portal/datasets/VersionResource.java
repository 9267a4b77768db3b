package io.inhouse.portal.datasets;

import io.inhouse.portal.session.Roles;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** A dataset version: what it holds, what was found in it, and the form to decide about it. */
@Path(VersionAddress.PATH)
@Blocking
public class VersionResource {
    private final VersionPages pages;

    VersionResource(VersionPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance version(@BeanParam VersionAddress address, @QueryParam("done") @Nullable String done) {
        return pages.show(address, done);
    }
}
