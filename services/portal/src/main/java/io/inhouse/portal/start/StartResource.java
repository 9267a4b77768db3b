package io.inhouse.portal.start;

import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;

/** Who is in one project is taken there; everybody else chooses. */
@Path("/")
@Authenticated
public class StartResource {
    private final Session session;
    private final Frames frames;
    private final StartWords words;

    StartResource(Session session, Frames frames, StartWords words) {
        this.session = session;
        this.frames = frames;
        this.words = words;
    }

    @CheckedTemplate(basePath = "start")
    static class Templates {
        static native TemplateInstance start(Frame frame, Visitor visitor);
    }

    @GET
    public Response start() {
        Visitor visitor = session.required();
        if (visitor.projects().size() == 1) {
            return Response.seeOther(UriBuilder.fromPath("/projects/{project}")
                            .build(visitor.projects().getFirst()))
                    .build();
        }
        return Response.ok(Templates.start(frames.of(words.title()), visitor).render())
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .build();
    }
}
