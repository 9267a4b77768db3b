package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.NumberedRow;
import io.inhouse.datasets.client.VersionContentApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.rows.RowAsTrained;
import io.inhouse.tuning.client.rows.RowsAsTrainedApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** One row: as it is stored, or as a base model is trained on it. The datasets server records the look. */
@Path(VersionAddress.PATH + "/row")
@Blocking
public class RowResource {
    private final Session session;
    private final Frames frames;
    private final DatasetWords datasetWords;
    private final ContentWords words;
    private final BaseModels baseModels;
    private final DatasetsApi datasets;
    private final VersionContentApi content;
    private final RowsAsTrainedApi rows;

    RowResource(
            Session session,
            Frames frames,
            @Spoken DatasetWords datasetWords,
            @Spoken ContentWords words,
            BaseModels baseModels,
            @RestClient DatasetsApi datasets,
            @RestClient VersionContentApi content,
            @RestClient RowsAsTrainedApi rows) {
        this.session = session;
        this.frames = frames;
        this.datasetWords = datasetWords;
        this.words = words;
        this.baseModels = baseModels;
        this.datasets = datasets;
        this.content = content;
        this.rows = rows;
    }

    /**
     * @param number of the row that was asked for
     * @param base the chosen base model; empty if none is
     */
    public record View(String address, long number, long rows, List<String> bases, String base) {
        public boolean isFirst() {
            return number <= 1;
        }

        public boolean isLast() {
            return number >= rows;
        }

        public String previous() {
            return at(number - 1);
        }

        public String next() {
            return at(number + 1);
        }

        private String at(long other) {
            return UriBuilder.fromPath(address + "/row")
                    .queryParam("number", other)
                    .queryParam("base", "{base}")
                    .build(base)
                    .toString();
        }
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance row(
                Frame frame, View view, @Nullable NumberedRow stored, @Nullable RowAsTrained trained);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance row(
            @BeanParam VersionAddress at,
            @QueryParam("number") @DefaultValue("1") String asked,
            @QueryParam("base") @Nullable String askedBase) {
        String bearer = session.bearer();
        DatasetVersion version = datasets.version(bearer, at.project(), at.version());
        String title = datasetWords.title(
                datasets.get(bearer, at.project(), at.dataset()).name(), version.number());
        List<String> bases = baseModels.names(at.project());
        long number = asked.matches("[0-9]{1,15}") ? Long.parseLong(asked) : 1;
        View view = new View(
                at.path(),
                number,
                version.trainRows() + version.testRows(),
                bases,
                BaseModels.chosen(bases, askedBase));
        Frame frame = frames.of(words.rowTitle(Long.toString(number), title), at.project());
        try {
            return view.base().isEmpty()
                    ? Templates.row(frame, view, content.row(bearer, at.project(), at.version(), number), null)
                    : Templates.row(
                            frame, view, null, rows.row(bearer, at.project(), at.version(), number, view.base()));
        } catch (ClientWebApplicationException e) {
            return Templates.row(
                    frame.with(Notice.refused(
                            words.notShown(), Explained.refusal(e).detail())),
                    view,
                    null,
                    null);
        }
    }
}
