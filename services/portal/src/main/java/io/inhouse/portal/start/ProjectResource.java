package io.inhouse.portal.start;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.portal.audit.EntryLine;
import io.inhouse.portal.audit.RecordReader;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.ModelsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** What waits in a project for the visitor's roles. */
@Path("/projects/{project}")
@Blocking
public class ProjectResource {
    private final Session session;
    private final Frames frames;
    private final StartWords words;
    private final RecordReader record;
    private final DatasetsApi datasets;
    private final ModelsApi models;

    ProjectResource(
            Session session,
            Frames frames,
            @Spoken StartWords words,
            RecordReader record,
            @RestClient DatasetsApi datasets,
            @RestClient ModelsApi models) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.record = record;
        this.datasets = datasets;
        this.models = models;
    }

    /**
     * @param drafts dataset versions that nobody has sealed yet; null if the visitor is no data steward
     * @param versions sealed dataset versions; null if the visitor decides about none
     * @param adapters adapters that wait; null if the visitor decides about none
     * @param ready approved dataset versions; null if the visitor is no ML engineer
     * @param all the project's adapters; null if the visitor is no ML engineer
     * @param entries newest entries of the record; null if the visitor is no compliance officer
     */
    public record Work(
            String project,
            Visitor visitor,
            @Nullable Fetched<PendingVersion> drafts,
            @Nullable Fetched<PendingVersion> versions,
            @Nullable Fetched<Adapter> adapters,
            @Nullable Fetched<PendingVersion> ready,
            @Nullable Fetched<Adapter> all,
            @Nullable Fetched<EntryLine> entries) {
        public Set<String> roles() {
            return visitor.roles().getOrDefault(project, Set.of());
        }

        public boolean own(Adapter adapter) {
            return adapter.owner().equals(visitor.subject());
        }

        public boolean own(DatasetVersion version) {
            return version.createdBy().equals(visitor.subject());
        }
    }

    /** A version with the name of its dataset. */
    public record PendingVersion(DatasetVersion version, String dataset) {}

    @CheckedTemplate(basePath = "start")
    static class Templates {
        static native TemplateInstance project(Frame frame, Work work);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance work(@PathParam("project") String project) {
        Visitor visitor = session.required();
        return Templates.project(
                frames.of(words.project(project), project),
                new Work(
                        project,
                        visitor,
                        visitor.is(Roles.DATA_STEWARD, project)
                                ? Fetched.of(() -> versions(project, VersionState.DRAFT))
                                : null,
                        visitor.decidesDatasets(project)
                                ? Fetched.of(() -> versions(project, VersionState.SEALED))
                                : null,
                        visitor.decidesAdapters(project) ? Fetched.of(() -> waitingAdapters(project)) : null,
                        visitor.is(Roles.ML_ENGINEER, project)
                                ? Fetched.of(() -> versions(project, VersionState.APPROVED))
                                : null,
                        visitor.is(Roles.ML_ENGINEER, project) ? Fetched.of(() -> adapters(project)) : null,
                        visitor.officer() ? Fetched.of(record::newest) : null));
    }

    private List<PendingVersion> versions(String project, VersionState state) {
        List<DatasetVersion> versions = datasets.versionsInState(session.bearer(), project, state.code());
        Map<String, String> names = new HashMap<>();
        return versions.stream()
                .map(version -> new PendingVersion(
                        version, names.computeIfAbsent(version.datasetId(), dataset -> name(project, dataset))))
                .toList();
    }

    private String name(String project, String dataset) {
        return datasets.get(session.bearer(), project, dataset).name();
    }

    private List<Adapter> waitingAdapters(String project) {
        return adapters(project).stream()
                .filter(adapter -> adapter.state() == AdapterState.REGISTERED)
                .toList();
    }

    private List<Adapter> adapters(String project) {
        return models.list(session.bearer(), project).adapters();
    }
}
