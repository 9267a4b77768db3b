package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.Findings;
import io.inhouse.datasets.client.SetAsideRow;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.client.StagingApi;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page of one version: as it is asked for, and again after a decision that was refused. */
@RequestScoped
class VersionPages {
    static final String LOST = Decisions.LOST;
    static final String TAKEN = "taken";
    static final String DISCARDED = "discarded";
    static final String HERE = "here";
    static final String DECIDED = "decided";
    private static final int LISTED = 100;

    private final Session session;
    private final Frames frames;
    private final DatasetWords words;
    private final Decisions decisions;
    private final CatalogueWords catalogue;
    private final FileWords files;
    private final DatasetsApi datasets;
    private final StagingApi staging;

    VersionPages(
            Session session,
            Frames frames,
            @Spoken DatasetWords words,
            Decisions decisions,
            @Spoken CatalogueWords catalogue,
            @Spoken FileWords files,
            @RestClient DatasetsApi datasets,
            @RestClient StagingApi staging) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.decisions = decisions;
        this.catalogue = catalogue;
        this.files = files;
        this.datasets = datasets;
        this.staging = staging;
    }

    /**
     * @param missing what has to be filled in before it can be approved, in words; empty if nothing
     * @param retention in words; empty if not stated
     * @param own the visitor uploaded it
     * @param decides the visitor has a role that decides, and the version waits
     * @param fills the visitor may bring rows in
     * @param files waiting to be looked at; empty if the visitor may not
     * @param empty has no rows yet
     * @param withdraws the visitor may withdraw it
     */
    public record View(
            String address,
            Dataset dataset,
            DatasetVersion version,
            Findings findings,
            List<SetAsideRow> setAside,
            String missing,
            String retention,
            boolean own,
            boolean decides,
            boolean fills,
            List<StagedFile> files,
            boolean empty,
            boolean withdraws,
            List<Statement> statements,
            long unstated) {}

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance version(Frame frame, View view, String comment);
    }

    TemplateInstance show(VersionAddress address, @Nullable String done) {
        View view = fetch(address);
        return Templates.version(frame(view).with(doneNotice(view.version(), done)), view, "");
    }

    /** The page again, with what the person had written, and why the decision was not taken. */
    Response again(VersionAddress address, int status, Notice notice, String comment) {
        View view = fetch(address);
        return Html.of(status, Templates.version(frame(view).with(notice), view, comment));
    }

    Notice because(Refusal refusal) {
        return decisions.because(refusal, words.fourEyesText());
    }

    private Frame frame(View view) {
        return frames.of(
                words.title(view.dataset().name(), view.version().number()),
                view.version().project());
    }

    private View fetch(VersionAddress at) {
        String bearer = session.bearer();
        DatasetVersion version = datasets.version(bearer, at.project(), at.version());
        Visitor visitor = session.required();
        boolean fills = version.state() == VersionState.DRAFT && visitor.is(Roles.DATA_STEWARD, at.project());
        // What was found in the rows is shown to those only who decide about them.
        boolean examines = visitor.decidesDatasets(at.project());
        List<Statement> statements = Statement.of(version.governance(), catalogue);
        return new View(
                at.path(),
                datasets.get(bearer, at.project(), at.dataset()),
                version,
                examines
                        ? datasets.findings(bearer, at.project(), at.dataset(), at.version(), 1)
                        : new Findings(version.recogniser(), version.actions(), Map.of(), List.of()),
                examines ? datasets.setAside(bearer, at.project(), at.dataset(), at.version(), LISTED) : List.of(),
                String.join(", ", Missing.in(version, words)),
                Retention.words(version.retention(), words),
                version.createdBy().equals(visitor.subject()),
                version.state() == VersionState.SEALED && visitor.decidesDatasets(at.project()),
                fills,
                fills ? staging.list(bearer, at.project(), at.dataset(), at.version()) : List.of(),
                version.trainRows() + version.testRows() + version.setAsideRows() == 0,
                (version.state() == VersionState.SEALED || version.state() == VersionState.APPROVED)
                        && visitor.decidesDatasets(at.project()),
                statements,
                Statement.missing(statements));
    }

    /** Only what the version really became is announced, whatever the address says. */
    private @Nullable Notice doneNotice(DatasetVersion version, @Nullable String done) {
        if (LOST.equals(done)) {
            return decisions.lost();
        }
        if (version.state() == VersionState.DRAFT && done != null) {
            return switch (done) {
                case TAKEN -> Notice.done(files.taken(), files.takenText());
                case DISCARDED -> Notice.done(files.discarded(), files.discardedText());
                case HERE -> Notice.done(files.here(), files.hereText());
                case DECIDED -> Notice.done(files.decided(), files.decidedText());
                default -> null;
            };
        }
        if (!version.state().code().equals(done)) {
            return null;
        }
        return switch (version.state()) {
            case APPROVED -> Notice.done(words.doneApproved(), words.doneApprovedText());
            case REJECTED -> Notice.done(words.doneRejected(), words.doneRejectedText());
            case SEALED -> Notice.done(files.sealed(), files.sealedText());
            case WITHDRAWN -> Notice.done(files.withdrawn(), files.withdrawnText());
            case DRAFT -> null;
        };
    }
}
