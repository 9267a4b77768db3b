package io.inhouse.portal.models;

import io.inhouse.portal.session.Roles;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** A project's names, adapters and base models. */
@Path(ModelsPages.PATH)
@Blocking
public class ModelsResource {
    private final ModelsPages pages;

    ModelsResource(ModelsPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance models(
            @PathParam("project") String project, @QueryParam("done") @Nullable String rolledBack) {
        return pages.show(project, rolledBack);
    }
}
