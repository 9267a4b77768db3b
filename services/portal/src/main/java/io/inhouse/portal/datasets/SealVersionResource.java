package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.VersionState;
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

/** Makes a draft immutable. */
@Path(VersionAddress.PATH + "/seal")
@Blocking
public class SealVersionResource {
    private final Session session;
    private final VersionPages pages;
    private final DatasetsApi datasets;

    SealVersionResource(Session session, VersionPages pages, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.pages = pages;
        this.datasets = datasets;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response lost(@BeanParam VersionAddress at) {
        return Response.seeOther(at.after(VersionPages.LOST)).build();
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response seal(@BeanParam VersionAddress at) {
        try {
            datasets.seal(session.bearer(), at.project(), at.dataset(), at.version());
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.again(at, refusal.status(), pages.because(refusal), "");
        }
        return Response.seeOther(at.after(VersionState.SEALED.code())).build();
    }
}
