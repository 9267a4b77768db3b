package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.Dataset;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page of one dataset: what it says about itself, and its versions. */
@RequestScoped
class DatasetPages {
    private final Session session;
    private final Frames frames;
    private final CatalogueWords words;
    private final DatasetWords datasetWords;
    private final DatasetsApi datasets;

    DatasetPages(
            Session session,
            Frames frames,
            @Spoken CatalogueWords words,
            @Spoken DatasetWords datasetWords,
            @RestClient DatasetsApi datasets) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.datasetWords = datasetWords;
        this.datasets = datasets;
    }

    /** @param changes the visitor may change it and make versions */
    public record View(
            String address,
            Dataset dataset,
            String retention,
            List<Statement> statements,
            long missing,
            List<DatasetVersion> versions,
            boolean changes) {}

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance dataset(Frame frame, View view, String heldOut);
    }

    TemplateInstance show(DatasetAddress at, @Nullable Notice notice, String heldOut) {
        String bearer = session.bearer();
        Dataset dataset = datasets.get(bearer, at.project(), at.dataset());
        List<Statement> statements = Statement.of(dataset.governance(), words);
        return Templates.dataset(
                frames.of(dataset.name(), at.project()).with(notice),
                new View(
                        at.path(),
                        dataset,
                        Retention.words(dataset.retention(), datasetWords),
                        statements,
                        Statement.missing(statements),
                        datasets.versions(bearer, at.project(), at.dataset()),
                        session.required().is(Roles.DATA_STEWARD, at.project())),
                heldOut);
    }
}
