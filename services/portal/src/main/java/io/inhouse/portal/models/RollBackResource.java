package io.inhouse.portal.models;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.registry.client.RollBack;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** One click back to the adapter that answered before. Whether the visitor may, the registry says. */
@Path(ModelsPages.PATH + "/roll-back")
@Blocking
public class RollBackResource {
    private final Session session;
    private final ModelWords words;
    private final ModelsPages pages;
    private final ModelsApi models;

    RollBackResource(Session session, @Spoken ModelWords words, ModelsPages pages, @RestClient ModelsApi models) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.models = models;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.APPROVER)
    public Response lost(@PathParam("project") String project) {
        return Response.seeOther(after(project, ModelsPages.LOST)).build();
    }

    /** @param from the adapter that answers now, as far as the page knew */
    @POST
    @RolesAllowed(Roles.APPROVER)
    public Response rollBack(
            @PathParam("project") String project, @RestForm @Nullable String alias, @RestForm @Nullable String from) {
        String name = Objects.requireNonNullElse(alias, "");
        if (name.isBlank()) {
            return pages.again(project, 422, Notice.refused(words.notRolledBack(), words.noName()));
        }
        try {
            models.rollBack(
                    session.bearer(),
                    project,
                    name,
                    new RollBack(Objects.requireNonNullElse(from, ""), words.rollBackComment()));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable() && refusal.status() != 404) {
                throw e;
            }
            return pages.again(project, refusal.status(), Notice.refused(words.notRolledBack(), refusal.detail()));
        }
        return Response.seeOther(after(project, name)).build();
    }

    private static URI after(String project, String done) {
        return UriBuilder.fromPath(ModelsPages.PATH)
                .queryParam("done", "{done}")
                .build(project, done);
    }
}
