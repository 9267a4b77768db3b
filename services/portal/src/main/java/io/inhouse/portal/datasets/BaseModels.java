package io.inhouse.portal.datasets;

import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelsApi;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The base models that rows can be looked at with. */
@RequestScoped
class BaseModels {
    private final Session session;
    private final ModelsApi models;

    BaseModels(Session session, @RestClient ModelsApi models) {
        this.session = session;
        this.models = models;
    }

    List<String> names(String project) {
        return models.list(session.bearer(), project).baseModels().stream()
                .map(BaseModel::name)
                .toList();
    }

    /** The asked one if there is one of that name; empty for none. */
    static String chosen(List<String> names, @Nullable String asked) {
        return asked != null && names.contains(asked) ? asked : "";
    }
}
