package io.inhouse.portal.keys;

import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.KeysApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The keys of all projects, for administrators of the platform: to see, and to disable. */
@Path(AllKeysResource.PATH)
@Blocking
public class AllKeysResource {
    static final String PATH = "/keys";
    /** Where an administrator acts for all projects. */
    private static final String PLATFORM = "platform";

    private final Session session;
    private final Frames frames;
    private final KeyWords words;
    private final KeyPages pages;
    private final KeysApi keys;

    AllKeysResource(Session session, Frames frames, @Spoken KeyWords words, KeyPages pages, @RestClient KeysApi keys) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.pages = pages;
        this.keys = keys;
    }

    @CheckedTemplate(basePath = "keys")
    static class Templates {
        static native TemplateInstance all(Frame frame, List<KeyDescription> keys);
    }

    @GET
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    public Response list(@QueryParam("done") @Nullable String done) {
        Notice notice = KeyPages.DISABLED.equals(done) ? Notice.done(words.doneDisabled(), words.soon()) : null;
        return KeyPages.html(
                200, Templates.all(frames.of(words.allTitle()).with(notice), keys.list(session.bearer(), PLATFORM)));
    }

    @GET
    @Path("{key}/disable")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    public Response ask(@PathParam("key") String id) {
        KeyDescription key = keys.get(session.bearer(), PLATFORM, id);
        String address = UriBuilder.fromPath(PATH + "/{key}/disable").build(id).getRawPath();
        return pages.confirm(null, PATH, address, key, KeyAction.DISABLE);
    }

    @POST
    @Path("{key}/disable")
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    public Response disable(@PathParam("key") String id) {
        keys.disable(session.bearer(), PLATFORM, id);
        return Response.seeOther(UriBuilder.fromPath(PATH)
                        .queryParam("done", KeyPages.DISABLED)
                        .build())
                .build();
    }
}
