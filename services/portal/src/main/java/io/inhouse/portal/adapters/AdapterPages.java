package io.inhouse.portal.adapters;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.ModelsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The page of one adapter: as it is asked for, and again after a decision that was refused. */
@RequestScoped
class AdapterPages {
    private static final Logger LOG = Logger.getLogger(AdapterPages.class);

    private final Session session;
    private final Frames frames;
    private final AdapterWords words;
    private final Decisions decisions;
    private final ModelsApi models;
    private final DatasetsApi datasets;

    AdapterPages(
            Session session,
            Frames frames,
            @Spoken AdapterWords words,
            Decisions decisions,
            @RestClient ModelsApi models,
            @RestClient DatasetsApi datasets) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.decisions = decisions;
        this.models = models;
        this.datasets = datasets;
    }

    /**
     * @param own the visitor submitted the job
     * @param decides the visitor has the role that decides, and the adapter waits
     * @param names the visitor has the role that decides, and the adapter may get a name
     * @param dataset address of the version's page; null if it cannot be found out now
     */
    public record View(
            String address,
            Adapter adapter,
            Evaluation evaluation,
            List<Evaluation.Figure> recipe,
            boolean own,
            boolean decides,
            boolean names,
            @Nullable String dataset) {}

    /** What the person had written into the form. */
    public record Entered(String alias, String comment) {
        static Entered of(@Nullable String alias, @Nullable String comment) {
            return new Entered(
                    Objects.requireNonNullElse(alias, "").strip(),
                    Objects.requireNonNullElse(comment, "").strip());
        }
    }

    @CheckedTemplate(basePath = "adapters")
    static class Templates {
        static native TemplateInstance adapter(Frame frame, View view, Entered entered);
    }

    TemplateInstance show(AdapterAddress address, @Nullable String done) {
        View view = fetch(address);
        return Templates.adapter(
                frame(view).with(doneNotice(view.adapter(), done)),
                view,
                new Entered(suggestedAlias(view.adapter()), ""));
    }

    /** The page again, with what the person had written, and why the decision was not taken. */
    Response again(AdapterAddress address, int status, Notice notice, Entered entered) {
        View view = fetch(address);
        return Html.of(status, Templates.adapter(frame(view).with(notice), view, entered));
    }

    private Frame frame(View view) {
        return frames.of(words.title(view.adapter().suffix()), view.adapter().project());
    }

    private View fetch(AdapterAddress at) {
        Adapter adapter = models.adapter(session.bearer(), at.project(), at.adapter());
        Visitor visitor = session.required();
        return new View(
                at.path(),
                adapter,
                Evaluation.of(adapter.evaluation()),
                Evaluation.lines(adapter.recipe()),
                adapter.owner().equals(visitor.subject()),
                adapter.state() == AdapterState.REGISTERED && visitor.decidesAdapters(at.project()),
                adapter.state() == AdapterState.APPROVED && visitor.decidesAdapters(at.project()),
                dataset(at.project(), adapter.datasetVersion()));
    }

    /** A page about an adapter is of use also while the datasets server is away. */
    private @Nullable String dataset(String project, String version) {
        try {
            DatasetVersion found = datasets.version(session.bearer(), project, version);
            return UriBuilder.fromPath("/projects/{project}/datasets/{dataset}/versions/{version}")
                    .build(project, found.datasetId(), found.id())
                    .getRawPath();
        } catch (ProcessingException | WebApplicationException e) {
            LOG.debugf("The dataset of an adapter is not linked version=%s reason=%s", version, e.getMessage());
            return null;
        }
    }

    private static String suggestedAlias(Adapter adapter) {
        return adapter.suffix().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    }

    /** Only what the adapter really became is announced, whatever the address says. */
    private @Nullable Notice doneNotice(Adapter adapter, @Nullable String done) {
        if (Decisions.LOST.equals(done)) {
            return decisions.lost();
        }
        if (!adapter.state().code().equals(done)) {
            return null;
        }
        return switch (adapter.state()) {
            case APPROVED -> Notice.done(words.doneApproved(), words.doneApprovedText());
            case REJECTED -> Notice.done(words.doneRejected(), words.doneRejectedText());
            case REGISTERED, RETIRED -> null;
        };
    }
}
