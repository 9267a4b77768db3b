package io.inhouse.portal.adapters;

import io.inhouse.portal.adapters.AdapterPages.Entered;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.registry.client.Refusal;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The decision to reject an adapter. Whether the visitor may take it, the registry says. */
@Path(AdapterAddress.PATH + "/reject")
@Blocking
public class RejectAdapterResource {
    private final Session session;
    private final AdapterWords words;
    private final AdapterPages pages;
    private final Decisions decisions;
    private final ModelsApi models;

    RejectAdapterResource(
            Session session,
            @Spoken AdapterWords words,
            AdapterPages pages,
            Decisions decisions,
            @RestClient ModelsApi models) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.decisions = decisions;
        this.models = models;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.APPROVER)
    public Response lost(@BeanParam AdapterAddress at) {
        return Response.seeOther(at.after(Decisions.LOST)).build();
    }

    @POST
    @RolesAllowed(Roles.APPROVER)
    public Response reject(
            @BeanParam AdapterAddress at, @RestForm @Nullable String alias, @RestForm @Nullable String comment) {
        return decisions.decide(
                comment,
                words.fourEyesText(),
                reason -> models.reject(session.bearer(), at.project(), at.adapter(), new Refusal(reason)),
                (status, notice) -> pages.again(at, status, notice, Entered.of(alias, comment)),
                at.after(AdapterState.REJECTED.code()));
    }
}
