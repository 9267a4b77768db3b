package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** Makes a dataset. */
@Path(DatasetAddress.LIST + "/new")
@Blocking
public class NewDatasetResource {
    private final Session session;
    private final Frames frames;
    private final CatalogueWords words;
    private final DatasetsApi datasets;

    NewDatasetResource(Session session, Frames frames, @Spoken CatalogueWords words, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance form(
                Frame frame, String address, String back, DatasetForm form, List<Statement> statements, boolean named);
    }

    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response form(@PathParam("project") String project) {
        return page(project, 200, null, DatasetForm.empty());
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response create(@PathParam("project") String project, @BeanParam DatasetForm form) {
        try {
            Dataset made = datasets.create(session.bearer(), project, null, form.asNew());
            return Response.seeOther(
                            URI.create(DatasetAddress.of(project, made.id()).path()))
                    .build();
        } catch (NumberFormatException e) {
            return page(project, 422, Notice.refused(words.badNumber(), words.badNumberText()), form);
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return page(project, refusal.status(), Notice.refused(words.notSaved(), refusal.detail()), form);
        }
    }

    private Response page(String project, int status, @Nullable Notice notice, DatasetForm form) {
        String list = DatasetAddress.list(project);
        return Html.of(
                status,
                Templates.form(
                        frames.of(words.create(), project).with(notice),
                        list + "/new",
                        list,
                        form,
                        Statement.of(form.governance(), words),
                        false));
    }
}
