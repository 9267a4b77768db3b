package io.inhouse.portal.tuning;

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

/** One job. */
@Path(JobAddress.PATH)
@Blocking
public class JobResource {
    private final JobPages pages;

    JobResource(JobPages pages) {
        this.pages = pages;
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance job(@BeanParam JobAddress at, @QueryParam("done") @Nullable String done) {
        return pages.show(at, done);
    }
}
