package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.Decision;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.portal.language.Spoken;
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
import org.jboss.resteasy.reactive.RestForm;

/** The decision to reject a version. Whether the visitor may take it, the datasets server says. */
@Path(VersionAddress.PATH + "/reject")
@Blocking
public class RejectVersionResource {
    private final Session session;
    private final DatasetWords words;
    private final VersionPages pages;
    private final DatasetsApi datasets;

    RejectVersionResource(
            Session session, @Spoken DatasetWords words, VersionPages pages, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.datasets = datasets;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public Response lost(@BeanParam VersionAddress at) {
        return Response.seeOther(at.after(VersionPages.LOST)).build();
    }

    @POST
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public Response reject(@BeanParam VersionAddress at, @RestForm String comment) {
        if (comment == null || comment.isBlank()) {
            return pages.again(at, 422, Notice.refused(words.noComment(), words.noCommentText()), "");
        }
        try {
            datasets.reject(session.bearer(), at.project(), at.dataset(), at.version(), new Decision(comment.strip()));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.again(at, refusal.status(), pages.because(refusal), comment);
        }
        return Response.seeOther(at.after(VersionState.REJECTED.code())).build();
    }
}
