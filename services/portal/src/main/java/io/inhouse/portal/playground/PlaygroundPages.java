package io.inhouse.portal.playground;

import io.inhouse.inference.client.InferenceApi;
import io.inhouse.inference.client.ModelObject;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** The playground: empty, or with the answers to a question. */
@RequestScoped
class PlaygroundPages {
    static final String PATH = "/projects/{project}/playground";

    private final Session session;
    private final Frames frames;
    private final PlaygroundWords words;
    private final InferenceApi inference;

    PlaygroundPages(Session session, Frames frames, @Spoken PlaygroundWords words, @RestClient InferenceApi inference) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.inference = inference;
    }

    /** @param answers the left and the right one; empty before a question */
    public record View(String address, List<ModelObject> models, Question question, List<Answer> answers) {}

    /**
     * @param text of the model, or why it gave none
     * @param receipt id of the entry in the record; null if nothing was answered
     */
    public record Answer(
            String model, String text, @Nullable String receipt, boolean refused) {}

    @CheckedTemplate(basePath = "playground")
    static class Templates {
        static native TemplateInstance playground(Frame frame, View view);
    }

    Response show(
            String project, int status, @Nullable Question question, List<Answer> answers, @Nullable Notice notice) {
        List<ModelObject> models = inference.models(session.bearer(), project).data();
        return Html.of(
                status,
                Templates.playground(
                        frames.of(words.title(), project).with(notice),
                        new View(
                                UriBuilder.fromPath(PATH).build(project).getRawPath(),
                                models,
                                question == null ? fresh(models) : question,
                                answers)));
    }

    /** A base model on the left, the newest adapter on the right. */
    private static Question fresh(List<ModelObject> models) {
        String left = models.stream()
                .filter(model -> model.ownedBy().equals("platform"))
                .findFirst()
                .map(ModelObject::id)
                .orElse("");
        String right = models.stream()
                .filter(model -> !model.ownedBy().equals("platform"))
                .reduce((first, second) -> second.created() > first.created() ? second : first)
                .map(ModelObject::id)
                .orElse(left);
        return Question.empty(left, right);
    }
}
