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
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Two jobs side by side: what they were told, and what came of it. */
@Path(JobAddress.LIST + "/compare")
@Blocking
public class CompareResource {
    private final Session session;
    private final Frames frames;
    private final TuningWords words;
    private final TuningJobsApi jobs;

    CompareResource(Session session, Frames frames, @Spoken TuningWords words, @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.jobs = jobs;
    }

    public record View(String address, TuningJob left, TuningJob right, List<Line> recipe) {
        public List<TuningJob> jobs() {
            return List.of(left, right);
        }

        /** One of the two was measured on texts. */
        public boolean texts() {
            return jobs().stream()
                    .anyMatch(job -> job.result() != null && job.result().tunedPerplexity() != null);
        }
    }

    /** One value of the recipe in both jobs. */
    public record Line(RecipeField field, String left, String right) {
        public boolean differs() {
            return !left.equals(right);
        }
    }

    @CheckedTemplate(basePath = "tuning")
    static class Templates {
        static native TemplateInstance compare(Frame frame, View view);
    }

    /** @param chosen exactly two jobs; with another number the list is the place to go */
    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance compare(@PathParam("project") String project, @QueryParam("job") List<String> chosen) {
        if (chosen.size() != 2) {
            throw new NotFoundException();
        }
        TuningJob left = jobs.get(session.bearer(), project, chosen.getFirst());
        TuningJob right = jobs.get(session.bearer(), project, chosen.getLast());
        List<Line> lines = new ArrayList<>();
        for (RecipeField field : RecipeField.values()) {
            lines.add(new Line(field, field.valueIn(left.recipe()), field.valueIn(right.recipe())));
        }
        return Templates.compare(
                frames.of(words.compareTitle(), project), new View(JobAddress.list(project), left, right, lines));
    }
}
