package io.inhouse.portal.audit;

import io.inhouse.portal.session.Roles;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The log's key and newest head, how to check a bundle, and the form that makes one. */
@Path("/audit/log")
@Blocking
public class LogResource {
    private final LogPages pages;

    LogResource(LogPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance log() {
        return pages.show(null, LogPages.Entered.NOTHING);
    }
}
