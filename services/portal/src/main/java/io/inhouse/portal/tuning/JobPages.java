package io.inhouse.portal.tuning;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.inhouse.tuning.client.JobState;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.client.TuningJobsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page of one job: as it is asked for, and again after something was refused. */
@RequestScoped
class JobPages {
    static final String ORDERED = "ordered";
    static final String CANCELLED = "cancelled";
    static final String RESUMED = "resumed";
    static final String LOST = Decisions.LOST;

    private final Session session;
    private final Frames frames;
    private final TuningWords words;
    private final Decisions decisions;
    private final TuningJobsApi jobs;

    JobPages(
            Session session,
            Frames frames,
            @Spoken TuningWords words,
            Decisions decisions,
            @RestClient TuningJobsApi jobs) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.decisions = decisions;
        this.jobs = jobs;
    }

    /**
     * @param own the visitor ordered it, and may end or resume it
     * @param mayOrder the visitor may order another like it
     */
    public record View(String address, String list, TuningJob job, boolean own, boolean mayOrder) {
        /** For a line of the history. */
        public JobState running() {
            return JobState.RUNNING;
        }

        public List<Value> recipe() {
            return Arrays.stream(RecipeField.values())
                    .map(field -> new Value(field, field.valueIn(job.recipe())))
                    .toList();
        }

        /** Of single modules, as the form takes them. */
        public String ranks() {
            return Order.written(job.recipe().ranks());
        }

        public boolean mayCancel() {
            return own && !job.state().isOver();
        }

        public boolean mayResume() {
            return own && (job.state() == JobState.FAILED || job.state() == JobState.CANCELLED);
        }
    }

    /** One value of the recipe. */
    public record Value(RecipeField field, String value) {}

    @CheckedTemplate(basePath = "tuning")
    static class Templates {
        static native TemplateInstance job(Frame frame, View view);
    }

    TemplateInstance show(JobAddress address, @Nullable String done) {
        View view = fetch(address);
        return Templates.job(frame(view).with(notice(view.job(), done)), view);
    }

    Response again(JobAddress address, int status, Notice notice) {
        View view = fetch(address);
        return Html.of(status, Templates.job(frame(view).with(notice), view));
    }

    private Frame frame(View view) {
        TuningJob job = view.job();
        return frames.of(words.jobTitle(Objects.requireNonNullElse(job.suffix(), job.id())), job.project());
    }

    private View fetch(JobAddress at) {
        TuningJob job = jobs.get(session.bearer(), at.project(), at.job());
        Visitor visitor = session.required();
        boolean engineer = visitor.is(Roles.ML_ENGINEER, at.project());
        return new View(
                at.path(),
                JobAddress.list(at.project()),
                job,
                engineer && job.owner().equals(visitor.subject()),
                engineer);
    }

    /** Only what the job really became is announced, whatever the address says. */
    private @Nullable Notice notice(TuningJob job, @Nullable String done) {
        if (done == null) {
            return null;
        }
        return switch (done) {
            case LOST -> decisions.lost();
            case ORDERED, RESUMED ->
                job.state() == JobState.QUEUED ? Notice.done(words.doneQueued(), words.doneQueuedText()) : null;
            case CANCELLED ->
                job.state() == JobState.CANCELLED || job.state() == JobState.RUNNING
                        ? Notice.done(words.doneCancelled(), words.doneCancelledText())
                        : null;
            default -> null;
        };
    }
}
