package io.inhouse.portal.models;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelAlias;
import io.inhouse.registry.client.Models;
import io.inhouse.registry.client.ModelsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The page of a project's models: as it is asked for, and again when a name was not rolled back. */
@RequestScoped
class ModelsPages {
    static final String PATH = "/projects/{project}/models";
    static final String LOST = Decisions.LOST;

    private final Session session;
    private final Frames frames;
    private final ModelWords words;
    private final Decisions decisions;
    private final ModelsApi models;

    ModelsPages(
            Session session,
            Frames frames,
            @Spoken ModelWords words,
            Decisions decisions,
            @RestClient ModelsApi models) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.decisions = decisions;
        this.models = models;
    }

    /** @param decides the visitor may roll names back */
    public record View(
            String address,
            String project,
            List<Name> names,
            List<BaseModel> baseModels,
            List<Adapter> adapters,
            boolean decides) {}

    /**
     * A name and what answers to it.
     *
     * @param previous what would answer after a roll-back; null if there is nothing to go back to
     */
    public record Name(
            ModelAlias alias, String adapter, @Nullable String previous) {}

    @CheckedTemplate(basePath = "models")
    static class Templates {
        static native TemplateInstance models(Frame frame, View view);
    }

    static String address(String project) {
        return UriBuilder.fromPath(PATH).build(project).getRawPath();
    }

    /** @param rolledBack the name that was rolled back, or {@link #LOST} */
    TemplateInstance show(String project, @Nullable String rolledBack) {
        View view = fetch(project);
        return Templates.models(frames.of(words.title(), project).with(notice(view, rolledBack)), view);
    }

    Response again(String project, int status, Notice notice) {
        return Html.of(
                status, Templates.models(frames.of(words.title(), project).with(notice), fetch(project)));
    }

    private View fetch(String project) {
        Models all = models.list(session.bearer(), project);
        Map<String, Adapter> adapters = all.adapters().stream()
                .collect(Collectors.toMap(Adapter::id, Function.identity(), (first, second) -> first));
        List<Name> names = models.aliases(session.bearer(), project).stream()
                .map(alias -> new Name(alias, suffix(adapters, alias.adapter()), previous(adapters, alias)))
                .toList();
        Visitor visitor = session.required();
        return new View(
                address(project), project, names, all.baseModels(), all.adapters(), visitor.decidesAdapters(project));
    }

    private static @Nullable String previous(Map<String, Adapter> adapters, ModelAlias alias) {
        String previous = alias.previous();
        return previous == null ? null : suffix(adapters, previous);
    }

    private static String suffix(Map<String, Adapter> adapters, String id) {
        Adapter adapter = adapters.get(id);
        return adapter == null || adapter.suffix().isBlank() ? id : adapter.suffix();
    }

    /** Only a name that exists is announced, with what answers to it now. */
    private @Nullable Notice notice(View view, @Nullable String rolledBack) {
        if (LOST.equals(rolledBack)) {
            return decisions.lost();
        }
        return view.names().stream()
                .filter(name -> name.alias().name().equals(rolledBack))
                .findFirst()
                .map(name -> Notice.done(
                        words.doneRolledBack(),
                        words.doneRolledBackText(name.alias().name(), name.adapter())))
                .orElse(null);
    }
}
