package io.inhouse.portal.audit;

import io.inhouse.portal.session.Roles;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** One entry, without its content. */
@Path("/audit/entries/{id}")
@Blocking
public class EntryResource {
    private final EntryPages pages;

    EntryResource(EntryPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance entry(@PathParam("id") String id) {
        return pages.show(id, null, "");
    }
}
