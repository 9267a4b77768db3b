package io.inhouse.portal.start;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.PageWords;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Where the issuer sends the browser after the session has ended; or when signing in did not work. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class SignedOutResource {
    private final Frames frames;
    private final PageWords words;

    SignedOutResource(Frames frames, @Spoken PageWords words) {
        this.frames = frames;
        this.words = words;
    }

    @CheckedTemplate(basePath = "start")
    static class Templates {
        static native TemplateInstance signedOut(Frame frame, String text);
    }

    @GET
    @Path("signed-out")
    public TemplateInstance signedOut() {
        return Templates.signedOut(frames.of(words.signedOut()), words.signedOutText());
    }

    @GET
    @Path("sign-in-failed")
    public TemplateInstance signInFailed() {
        return Templates.signedOut(frames.of(words.signInFailed()), words.signInFailedText());
    }
}
