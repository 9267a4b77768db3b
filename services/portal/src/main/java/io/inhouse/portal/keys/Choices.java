package io.inhouse.portal.keys;

import io.inhouse.inference.client.InferenceApi;
import io.inhouse.inference.client.ModelObject;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.ModelsApi;
import jakarta.enterprise.context.RequestScoped;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** What a key of a project can be restricted to. */
@RequestScoped
class Choices {
    private final Session session;
    private final InferenceApi inference;
    private final ModelsApi models;

    Choices(Session session, @RestClient InferenceApi inference, @RestClient ModelsApi models) {
        this.session = session;
        this.inference = inference;
        this.models = models;
    }

    /** The models that the project can ask, and those that a key names although they are gone. */
    List<String> models(String project, Collection<String> named) {
        TreeSet<String> names = new TreeSet<>(named);
        inference.models(session.bearer(), project).data().stream()
                .map(ModelObject::id)
                .forEach(names::add);
        return List.copyOf(names);
    }

    /** What the project's adapters were tuned for. */
    List<String> purposes(String project) {
        return models.list(session.bearer(), project).adapters().stream()
                .filter(adapter -> adapter.state() == AdapterState.APPROVED)
                .map(Adapter::purpose)
                .distinct()
                .sorted()
                .toList();
    }
}
