package io.inhouse.portal.start;

import io.inhouse.portal.audit.EntryLine;
import io.inhouse.portal.audit.RecordReader;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import org.jspecify.annotations.Nullable;

/** Who is in one project is taken there; everybody else chooses. */
@Path("/")
@Authenticated
public class StartResource {
    private final Session session;
    private final Frames frames;
    private final StartWords words;
    private final RecordReader record;

    StartResource(Session session, Frames frames, @Spoken StartWords words, RecordReader record) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.record = record;
    }

    @CheckedTemplate(basePath = "start")
    static class Templates {
        static native TemplateInstance start(Frame frame, Visitor visitor, @Nullable Fetched<EntryLine> entries);
    }

    @GET
    public Response start() {
        Visitor visitor = session.required();
        if (visitor.projects().size() == 1) {
            return Response.seeOther(UriBuilder.fromPath("/projects/{project}")
                            .build(visitor.projects().getFirst()))
                    .build();
        }
        return Html.of(
                200,
                Templates.start(
                        frames.of(words.title()), visitor, visitor.officer() ? Fetched.of(record::newest) : null));
    }
}
