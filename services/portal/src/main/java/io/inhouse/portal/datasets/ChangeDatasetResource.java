package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** Changes what a dataset says about itself. */
@Path(DatasetAddress.PATH + "/change")
@Blocking
public class ChangeDatasetResource {
    private final Session session;
    private final Frames frames;
    private final CatalogueWords words;
    private final DatasetsApi datasets;

    ChangeDatasetResource(
            Session session, Frames frames, @Spoken CatalogueWords words, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
    }

    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response form(@BeanParam DatasetAddress at) {
        Dataset dataset = datasets.get(session.bearer(), at.project(), at.dataset());
        return page(at, dataset, 200, null, DatasetForm.of(dataset));
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response change(@BeanParam DatasetAddress at, @BeanParam DatasetForm form) {
        Dataset dataset = datasets.get(session.bearer(), at.project(), at.dataset());
        try {
            datasets.change(session.bearer(), at.project(), at.dataset(), form.asChange());
            return Response.seeOther(at.after("saved")).build();
        } catch (NumberFormatException e) {
            return page(at, dataset, 422, Notice.refused(words.badNumber(), words.badNumberText()), form);
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return page(at, dataset, refusal.status(), Notice.refused(words.notSaved(), refusal.detail()), form);
        }
    }

    private Response page(DatasetAddress at, Dataset dataset, int status, @Nullable Notice notice, DatasetForm form) {
        return Html.of(
                status,
                NewDatasetResource.Templates.form(
                        frames.of(words.changeTitle(dataset.name()), at.project())
                                .with(notice),
                        at.path() + "/change",
                        at.path(),
                        form,
                        Statement.of(form.governance(), words),
                        true));
    }
}
