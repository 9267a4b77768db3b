package io.inhouse.portal.datasets;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
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

/** A dataset. */
@Path(DatasetAddress.PATH)
@Blocking
public class DatasetResource {
    private final DatasetPages pages;
    private final CatalogueWords words;

    DatasetResource(DatasetPages pages, @Spoken CatalogueWords words) {
        this.pages = pages;
        this.words = words;
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance dataset(@BeanParam DatasetAddress at, @QueryParam("done") @Nullable String done) {
        return pages.show(at, "saved".equals(done) ? Notice.done(words.saved(), words.savedText()) : null, "10");
    }
}
