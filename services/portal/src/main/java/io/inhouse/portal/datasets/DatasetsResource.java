package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The datasets of a project. */
@Path(DatasetAddress.LIST)
@Blocking
public class DatasetsResource {
    private static final int LISTED = 1000;

    private final Session session;
    private final Frames frames;
    private final CatalogueWords words;
    private final DatasetsApi datasets;

    DatasetsResource(Session session, Frames frames, @Spoken CatalogueWords words, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance list(Frame frame, String address, List<Dataset> datasets, boolean creates);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(@PathParam("project") String project) {
        return Templates.list(
                frames.of(words.list(), project),
                DatasetAddress.list(project),
                datasets.list(session.bearer(), project, LISTED, null),
                session.required().is(Roles.DATA_STEWARD, project));
    }
}
