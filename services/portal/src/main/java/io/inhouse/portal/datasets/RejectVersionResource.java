package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.Decision;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The decision to reject a version. Whether the visitor may take it, the datasets server says. */
@Path(VersionAddress.PATH + "/reject")
@Blocking
public class RejectVersionResource {
    private final Session session;
    private final DatasetWords words;
    private final VersionPages pages;
    private final Decisions decisions;
    private final DatasetsApi datasets;

    RejectVersionResource(
            Session session,
            @Spoken DatasetWords words,
            VersionPages pages,
            Decisions decisions,
            @RestClient DatasetsApi datasets) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.decisions = decisions;
        this.datasets = datasets;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public Response lost(@BeanParam VersionAddress at) {
        return Response.seeOther(at.after(Decisions.LOST)).build();
    }

    @POST
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public Response reject(@BeanParam VersionAddress at, @RestForm @Nullable String comment) {
        return decisions.decide(
                comment,
                words.fourEyesText(),
                reason -> datasets.reject(
                        session.bearer(), at.project(), at.dataset(), at.version(), new Decision(reason)),
                (status, notice) -> pages.again(at, status, notice, Objects.requireNonNullElse(comment, "")),
                at.after(VersionState.REJECTED.code()));
    }
}
