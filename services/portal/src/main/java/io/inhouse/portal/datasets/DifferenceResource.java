package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.VersionContentApi;
import io.inhouse.datasets.client.VersionDifference;
import io.inhouse.datasets.client.VersionDifference.Kind;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** Which rows a version has that another one has not, and the other way round. */
@Path(VersionAddress.PATH + "/difference")
@Blocking
public class DifferenceResource {
    private static final int ROWS = 20;

    private final Session session;
    private final Frames frames;
    private final ContentWords words;
    private final DatasetsApi datasets;
    private final VersionContentApi content;

    DifferenceResource(
            Session session,
            Frames frames,
            @Spoken ContentWords words,
            @RestClient DatasetsApi datasets,
            @RestClient VersionContentApi content) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
        this.content = content;
    }

    /** @param choices other versions of the dataset */
    public record View(
            String address, String dataset, List<DatasetVersion> choices, String from, List<Kind> kinds, Kind kind) {}

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance difference(Frame frame, View view, @Nullable VersionDifference difference);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance difference(
            @BeanParam VersionAddress at,
            @QueryParam("from") @Nullable String asked,
            @QueryParam("kind") @Nullable String askedKind,
            @QueryParam("after") @Nullable String after) {
        String bearer = session.bearer();
        DatasetVersion version = datasets.version(bearer, at.project(), at.version());
        List<DatasetVersion> choices = datasets.versions(bearer, at.project(), at.dataset()).stream()
                .filter(other -> !other.id().equals(version.id()))
                .toList();
        DatasetVersion from = choices.stream()
                .filter(other -> other.id().equals(asked))
                .findFirst()
                .orElse(null);
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.code().equals(askedKind))
                .findFirst()
                .orElse(Kind.ADDED);
        View view = new View(
                at.path(),
                datasets.get(bearer, at.project(), at.dataset()).name(),
                choices,
                from == null ? "" : from.id(),
                List.of(Kind.values()),
                kind);
        if (from == null) {
            return Templates.difference(frames.of(words.compare(), at.project()), view, null);
        }
        Frame frame = frames.of(
                words.differenceTitle(Integer.toString(version.number()), Integer.toString(from.number())),
                at.project());
        try {
            return Templates.difference(
                    frame,
                    view,
                    content.difference(
                            bearer,
                            at.project(),
                            at.dataset(),
                            at.version(),
                            from.id(),
                            kind.code(),
                            after != null && after.matches("[0-9]{1,15}") ? Long.valueOf(after) : null,
                            ROWS));
        } catch (ClientWebApplicationException e) {
            return Templates.difference(
                    frame.with(Notice.refused(
                            words.notShown(), Explained.refusal(e).detail())),
                    view,
                    null);
        }
    }
}
