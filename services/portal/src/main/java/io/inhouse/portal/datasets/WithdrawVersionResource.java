package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.Decision;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.ModelsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Withdraws a version, after showing what was trained on it. */
@Path(VersionAddress.PATH + "/withdraw")
@Blocking
public class WithdrawVersionResource {
    private final Session session;
    private final Frames frames;
    private final DatasetWords datasetWords;
    private final FileWords words;
    private final Decisions decisions;
    private final DatasetsApi datasets;
    private final ModelsApi models;

    WithdrawVersionResource(
            Session session,
            Frames frames,
            @Spoken DatasetWords datasetWords,
            @Spoken FileWords words,
            Decisions decisions,
            @RestClient DatasetsApi datasets,
            @RestClient ModelsApi models) {
        this.session = session;
        this.frames = frames;
        this.datasetWords = datasetWords;
        this.words = words;
        this.decisions = decisions;
        this.datasets = datasets;
        this.models = models;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance withdraw(Frame frame, String address, List<Adapter> affected);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public Response form(@BeanParam VersionAddress at) {
        return page(at, 200, null);
    }

    @POST
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    public Response withdraw(@BeanParam VersionAddress at, @RestForm @Nullable String comment) {
        return decisions.decide(
                comment,
                datasetWords.fourEyesText(),
                reason -> datasets.withdraw(
                        session.bearer(), at.project(), at.dataset(), at.version(), new Decision(reason)),
                (status, notice) -> page(at, status, notice),
                at.after(VersionState.WITHDRAWN.code()));
    }

    private Response page(VersionAddress at, int status, @Nullable Notice notice) {
        String bearer = session.bearer();
        DatasetVersion version = datasets.version(bearer, at.project(), at.version());
        String title = datasetWords.title(
                datasets.get(bearer, at.project(), at.dataset()).name(), version.number());
        List<Adapter> affected = models.list(bearer, at.project()).adapters().stream()
                .filter(adapter -> adapter.datasetVersion().equals(version.id()))
                .toList();
        return Html.of(
                status,
                Templates.withdraw(
                        frames.of(words.withdrawTitle(title), at.project()).with(notice), at.path(), affected));
    }
}
