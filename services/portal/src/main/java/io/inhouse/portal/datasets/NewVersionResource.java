package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.NewVersion;
import io.inhouse.portal.language.Spoken;
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
import java.net.URI;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Makes an empty draft. */
@Path(DatasetAddress.PATH + "/versions")
@Blocking
public class NewVersionResource {
    private final Session session;
    private final CatalogueWords words;
    private final DatasetPages pages;
    private final DatasetsApi datasets;

    NewVersionResource(
            Session session, @Spoken CatalogueWords words, DatasetPages pages, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.datasets = datasets;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response lost(@BeanParam DatasetAddress at) {
        return Response.seeOther(URI.create(at.path())).build();
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response create(@BeanParam DatasetAddress at, @RestForm @Nullable String heldOut) {
        String percent = Objects.requireNonNullElse(heldOut, "0").strip();
        try {
            DatasetVersion made = datasets.createVersion(
                    session.bearer(),
                    at.project(),
                    null,
                    at.dataset(),
                    new NewVersion(Integer.parseInt(percent) / 100.0, null, null));
            return Response.seeOther(URI.create(new VersionAddress(at.project(), at.dataset(), made.id()).path()))
                    .build();
        } catch (NumberFormatException e) {
            return page(at, 422, Notice.refused(words.badNumber(), words.badNumberText()), percent);
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return page(at, refusal.status(), Notice.refused(words.notSaved(), refusal.detail()), percent);
        }
    }

    private Response page(DatasetAddress at, int status, Notice notice, String heldOut) {
        return Html.of(status, pages.show(at, notice, heldOut));
    }
}
