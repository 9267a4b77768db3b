package io.inhouse.portal.tuning;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.tuning.client.JobEstimate;
import io.inhouse.tuning.client.Recipe;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The form for a job: as it is asked for, with an estimate, and again when the order was refused. */
@RequestScoped
class OrderPages {
    private static final int MOST_DATASETS = 100;

    private final Session session;
    private final Frames frames;
    private final TuningWords words;
    private final DatasetsApi datasets;
    private final ModelsApi models;

    OrderPages(
            Session session,
            Frames frames,
            @Spoken TuningWords words,
            @RestClient DatasetsApi datasets,
            @RestClient ModelsApi models) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasets = datasets;
        this.models = models;
    }

    /** An approved version with the name of its dataset. */
    public record Choice(DatasetVersion version, String dataset) {}

    public record View(
            String address,
            List<BaseModel> baseModels,
            List<Choice> versions,
            List<String> purposes,
            List<RecipeField> fields,
            List<String> modules,
            List<String> schedules) {}

    @CheckedTemplate(basePath = "tuning")
    static class Templates {
        static native TemplateInstance order(Frame frame, View view, Order order, @Nullable JobEstimate estimate);
    }

    Response show(String project, int status, Order order, @Nullable JobEstimate estimate, @Nullable Notice notice) {
        return Html.of(
                status,
                Templates.order(frames.of(words.order(), project).with(notice), view(project), order, estimate));
    }

    private View view(String project) {
        String bearer = session.bearer();
        Map<String, String> names = datasets.list(bearer, project, MOST_DATASETS, null).stream()
                .collect(Collectors.toMap(Dataset::id, Dataset::name, (first, second) -> first));
        List<Choice> versions = datasets.versionsInState(bearer, project, VersionState.APPROVED.code()).stream()
                .map(version -> new Choice(version, names.getOrDefault(version.datasetId(), version.datasetId())))
                .toList();
        return new View(
                JobAddress.list(project),
                models.list(bearer, project).baseModels(),
                versions,
                versions.stream()
                        .flatMap(choice -> choice.version().purposes().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                Arrays.asList(RecipeField.values()),
                Recipe.ALL_LINEAR_LAYERS,
                List.of("cosine", "linear", "constant"));
    }
}
