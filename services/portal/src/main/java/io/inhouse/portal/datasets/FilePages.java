package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.FileCheck;
import io.inhouse.datasets.client.FileKind;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.client.StagingApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** The page of one uploaded file: what would become of its rows, and the forms to decide about it. */
@RequestScoped
class FilePages {
    private static final FileCheck NOTHING = new FileCheck(List.of(), 0, true, 0, 0, Map.of(), List.of(), List.of());

    private final Session session;
    private final Frames frames;
    private final FileWords words;
    private final DatasetsApi datasets;
    private final StagingApi staging;

    FilePages(
            Session session,
            Frames frames,
            @Spoken FileWords words,
            @RestClient DatasetsApi datasets,
            @RestClient StagingApi staging) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
        this.staging = staging;
    }

    /**
     * @param address of the file
     * @param back of the version
     * @param table its columns have to be chosen
     * @param takes its rows can be taken in as they are shown
     * @param empty the version has no rows yet, so what happens to personal data can be decided
     * @param heldOut in percent
     */
    public record View(
            String address,
            String back,
            DatasetVersion version,
            StagedFile file,
            FileCheck check,
            Columns columns,
            boolean table,
            boolean takes,
            boolean empty,
            long heldOut,
            List<Role> roles) {
        /** The address of this page with its columns. */
        public String here() {
            UriBuilder here = UriBuilder.fromUri(address).queryParam("done", "decided");
            for (Role role : roles) {
                if (!role.column.isEmpty()) {
                    here.queryParam(role.name, "{column}").resolveTemplate("column", role.column);
                }
            }
            return here.build().toString();
        }
    }

    /**
     * What a column can be.
     *
     * @param column the one that was chosen; empty if none
     */
    public record Role(String name, String label, String column) {}

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance file(Frame frame, View view);
    }

    Response show(FileAddress at, Columns columns, int status, @Nullable Notice notice) {
        String bearer = session.bearer();
        DatasetVersion version = datasets.version(bearer, at.project(), at.version());
        StagedFile file = staging.get(bearer, at.project(), at.dataset(), at.version(), at.file());
        Notice shown = notice;
        FileCheck check = NOTHING;
        int answer = status;
        if (file.state().equals("received")) {
            try {
                check = look(at, columns);
            } catch (ClientWebApplicationException e) {
                Refusal refusal = Refusal.of(e);
                if (!refusal.correctable()) {
                    throw e;
                }
                answer = refusal.status();
                shown = Notice.refused(words.refused(), refusal.detail());
            }
        }
        boolean table = file.kind() == FileKind.CSV;
        View view = new View(
                at.path(),
                at.at().path(),
                version,
                file,
                check,
                columns,
                table,
                check.usable() > 0,
                version.trainRows() + version.testRows() + version.setAsideRows() == 0,
                Math.round(version.heldOutFraction() * 100),
                table ? roles(columns) : List.of());
        return Html.of(
                answer,
                Templates.file(
                        frames.of(words.title(file.filename()), at.project()).with(shown), view));
    }

    private List<Role> roles(Columns columns) {
        return List.of(
                role("prompt", words.prompt(), columns.prompt()),
                role("completion", words.completion(), columns.completion()),
                role("text", words.text(), columns.text()),
                role("subject", words.subject(), columns.subject()));
    }

    private static Role role(String name, String label, @Nullable String column) {
        return new Role(name, label, Objects.requireNonNullElse(column, ""));
    }

    private FileCheck look(FileAddress at, Columns columns) {
        return staging.check(
                session.bearer(),
                at.project(),
                at.dataset(),
                at.version(),
                at.file(),
                columns.prompt(),
                columns.completion(),
                columns.text(),
                columns.subject());
    }
}
