package io.inhouse.portal.keys;

import io.inhouse.inference.client.KeyChange;
import io.inhouse.inference.client.KeysApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** Lets a key be used for something else from now on. */
@Path(KeyAddress.PATH + "/restrict")
@Blocking
public class RestrictKeyResource {
    private final Session session;
    private final KeyWords words;
    private final KeyPages pages;
    private final KeysApi keys;

    RestrictKeyResource(Session session, @Spoken KeyWords words, KeyPages pages, @RestClient KeysApi keys) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.keys = keys;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response lost(@BeanParam KeyAddress at) {
        return Response.seeOther(at.after(KeyPages.LOST)).build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response restrict(@BeanParam KeyAddress at, MultivaluedMap<String, String> form) {
        Restriction wanted = Restriction.of(form);
        if (wanted.saysNothing()) {
            return pages.again(at, 422, wanted, Notice.refused(words.notChanged(), words.noModel()));
        }
        try {
            keys.restrict(session.bearer(), at.project(), at.key(), new KeyChange(wanted.purpose(), wanted.asked()));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.again(at, refusal.status(), wanted, Notice.refused(words.notChanged(), refusal.detail()));
        }
        return Response.seeOther(at.after(KeyPages.RESTRICTED)).build();
    }
}
