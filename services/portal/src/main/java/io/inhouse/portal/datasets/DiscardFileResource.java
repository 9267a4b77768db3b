package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.StagingApi;
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

/** Discards an uploaded file. */
@Path(FileAddress.PATH + "/discard")
@Blocking
public class DiscardFileResource {
    private final Session session;
    private final StagingApi staging;

    DiscardFileResource(Session session, @RestClient StagingApi staging) {
        this.session = session;
        this.staging = staging;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response lost(@BeanParam FileAddress at) {
        return Response.seeOther(at.at().after(VersionPages.LOST)).build();
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response discard(@BeanParam FileAddress at) {
        staging.discard(session.bearer(), at.project(), at.dataset(), at.version(), at.file());
        return Response.seeOther(at.at().after(VersionPages.DISCARDED)).build();
    }
}
