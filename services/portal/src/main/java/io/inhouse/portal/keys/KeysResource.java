package io.inhouse.portal.keys;

import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.KeysApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** A project's keys. */
@Path(KeyAddress.LIST)
@Blocking
public class KeysResource {
    private final Session session;
    private final Frames frames;
    private final KeyWords words;
    private final KeysApi keys;

    KeysResource(Session session, Frames frames, @Spoken KeyWords words, @RestClient KeysApi keys) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.keys = keys;
    }

    @CheckedTemplate(basePath = "keys")
    static class Templates {
        static native TemplateInstance list(Frame frame, String address, List<KeyDescription> keys);
    }

    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response list(@PathParam("project") String project) {
        return KeyPages.html(
                200,
                Templates.list(
                        frames.of(words.title(), project),
                        KeyAddress.list(project),
                        keys.list(session.bearer(), project)));
    }
}
