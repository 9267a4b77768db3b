package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The first rows of a version. The datasets server records the look. */
@Path(VersionAddress.PATH + "/rows")
@Blocking
public class PreviewResource {
    private static final int ROWS = 20;

    private final Session session;
    private final Frames frames;
    private final DatasetWords words;
    private final DatasetsApi datasets;

    PreviewResource(Session session, Frames frames, @Spoken DatasetWords words, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance rows(Frame frame, String back, List<PreviewRow> rows);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance rows(@BeanParam VersionAddress at) {
        String bearer = session.bearer();
        String title = words.title(
                datasets.get(bearer, at.project(), at.dataset()).name(),
                datasets.version(bearer, at.project(), at.version()).number());
        return Templates.rows(
                frames.of(words.rowsTitle(title), at.project()),
                at.path(),
                datasets.preview(bearer, at.project(), at.dataset(), at.version(), ROWS));
    }
}
