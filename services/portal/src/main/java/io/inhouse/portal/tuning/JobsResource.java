package io.inhouse.portal.tuning;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.client.TuningJobsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** A project's jobs, newest first. */
@Path(JobAddress.LIST)
@Blocking
public class JobsResource {
    private static final int ON_A_PAGE = 30;

    private final Session session;
    private final Frames frames;
    private final TuningWords words;
    private final TuningJobsApi jobs;

    JobsResource(Session session, Frames frames, @Spoken TuningWords words, @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.jobs = jobs;
    }

    /** @param older id from which the next page goes on */
    public record View(
            String address, List<TuningJob> jobs, @Nullable String older, boolean mayOrder) {}

    @CheckedTemplate(basePath = "tuning")
    static class Templates {
        static native TemplateInstance jobs(Frame frame, View view);
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance list(@PathParam("project") String project, @QueryParam("after") @Nullable String after) {
        List<TuningJob> page = jobs.list(session.bearer(), project, ON_A_PAGE, after);
        return Templates.jobs(
                frames.of(words.title(), project),
                new View(
                        JobAddress.list(project),
                        page,
                        page.size() == ON_A_PAGE ? page.getLast().id() : null,
                        session.required().is(Roles.ML_ENGINEER, project)));
    }
}
