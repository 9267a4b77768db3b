package io.inhouse.portal.keys;

import io.inhouse.inference.client.IssuedKey;
import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.KeysApi;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** Asks whether it is meant, then disables a key, enables it, or gives it another secret. */
@Path(KeyAddress.PATH + "/{action}")
@Blocking
public class KeyActionResource {
    private final Session session;
    private final KeyWords words;
    private final KeyPages pages;
    private final KeysApi keys;

    KeyActionResource(Session session, @Spoken KeyWords words, KeyPages pages, @RestClient KeysApi keys) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.keys = keys;
    }

    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response ask(@BeanParam KeyAddress at, @PathParam("action") String code) {
        KeyAction action = KeyAction.of(code);
        KeyDescription key = keys.get(session.bearer(), at.project(), at.key());
        return pages.confirm(at.project(), at.path(), at.path() + "/" + code, key, action);
    }

    @POST
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response act(@BeanParam KeyAddress at, @PathParam("action") String code) {
        KeyAction action = KeyAction.of(code);
        try {
            switch (action) {
                case DISABLE -> keys.disable(session.bearer(), at.project(), at.key());
                case ENABLE -> keys.enable(session.bearer(), at.project(), at.key());
                case ROTATE -> {
                    IssuedKey fresh = keys.rotate(session.bearer(), at.project(), at.key());
                    return pages.secret(at.project(), 200, fresh.key(), fresh.secret());
                }
            }
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.again(at, refusal.status(), null, Notice.refused(words.notChanged(), refusal.detail()));
        }
        return Response.seeOther(at.after(code)).build();
    }
}
