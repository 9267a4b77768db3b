package io.inhouse.portal.adapters;

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

/** An adapter: where it comes from, what it is worth, and the form to decide about it. */
@Path(AdapterAddress.PATH)
@Blocking
public class AdapterResource {
    private final AdapterPages pages;

    AdapterResource(AdapterPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance adapter(@BeanParam AdapterAddress address, @QueryParam("done") @Nullable String done) {
        return pages.show(address, done);
    }
}
