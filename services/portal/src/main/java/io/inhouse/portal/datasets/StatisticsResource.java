package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.VersionContentApi;
import io.inhouse.datasets.client.VersionStatistics;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.tuning.client.rows.RowsAsTrainedApi;
import io.inhouse.tuning.client.rows.TrainerFigures.Refusal;
import io.inhouse.tuning.client.rows.VersionTokens;
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
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** A version in figures: rows, characters, repetitions, and tokens of a base model. */
@Path(VersionAddress.PATH + "/statistics")
@Blocking
public class StatisticsResource {
    private final Session session;
    private final Frames frames;
    private final DatasetWords datasetWords;
    private final ContentWords words;
    private final BaseModels baseModels;
    private final DatasetsApi datasets;
    private final VersionContentApi content;
    private final RowsAsTrainedApi rows;

    StatisticsResource(
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

    /** @param base the chosen base model; empty if none is */
    public record View(String address, VersionStatistics figures, List<String> bases, String base) {}

    /**
     * Tokens with the picture of them.
     *
     * @param sampled not all rows were counted
     */
    public record Counted(VersionTokens tokens, Histogram histogram, boolean sampled) {
        /** The first rows that a job would refuse, by their numbers in the version. */
        public List<Refusal> refusals() {
            return tokens.figures().refusals().stream()
                    .map(refused -> new Refusal((refused.row() - 1) * tokens.step() + 1, refused.reason()))
                    .toList();
        }
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance statistics(Frame frame, View view, @Nullable Counted counted);
    }

    @GET
    @RolesAllowed({Roles.DATA_STEWARD, Roles.APPROVER, Roles.ML_ENGINEER})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance statistics(@BeanParam VersionAddress at, @QueryParam("base") @Nullable String asked) {
        String bearer = session.bearer();
        String title = datasetWords.title(
                datasets.get(bearer, at.project(), at.dataset()).name(),
                datasets.version(bearer, at.project(), at.version()).number());
        List<String> bases = baseModels.names(at.project());
        String base = BaseModels.chosen(bases, asked);
        View view =
                new View(at.path(), content.statistics(bearer, at.project(), at.dataset(), at.version()), bases, base);
        Frame frame = frames.of(words.statisticsTitle(title), at.project());
        if (base.isEmpty()) {
            return Templates.statistics(frame, view, null);
        }
        try {
            VersionTokens tokens = rows.tokens(bearer, at.project(), at.version(), base);
            return Templates.statistics(
                    frame, view, new Counted(tokens, Histogram.of(tokens.figures()), tokens.step() > 1));
        } catch (ClientWebApplicationException e) {
            return Templates.statistics(
                    frame.with(Notice.refused(
                            words.notShown(), Explained.refusal(e).detail())),
                    view,
                    null);
        }
    }
}
