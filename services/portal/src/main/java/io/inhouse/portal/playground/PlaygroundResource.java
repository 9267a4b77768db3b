package io.inhouse.portal.playground;

import io.inhouse.inference.client.ChatCompletion;
import io.inhouse.inference.client.InferenceApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.playground.PlaygroundPages.Answer;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;

/** Asks both models and shows their answers when they are whole; with script the page streams them instead. */
@Path(PlaygroundPages.PATH)
@Blocking
public class PlaygroundResource {
    private final Session session;
    private final PlaygroundWords words;
    private final PlaygroundPages pages;
    private final InferenceApi inference;

    PlaygroundResource(
            Session session, @Spoken PlaygroundWords words, PlaygroundPages pages, @RestClient InferenceApi inference) {
        this.session = session;
        this.words = words;
        this.pages = pages;
        this.inference = inference;
    }

    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD})
    public Response playground(@PathParam("project") String project) {
        return pages.show(project, 200, null, List.of(), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD})
    public Response ask(@PathParam("project") String project, MultivaluedMap<String, String> form) {
        Question question = Question.of(form);
        if (question.text().isEmpty()) {
            return pages.show(
                    project, 422, question, List.of(), Notice.refused(words.noQuestion(), words.noQuestionText()));
        }
        try {
            List<Answer> answers = new ArrayList<>();
            for (String model : List.of(question.left(), question.right())) {
                answers.add(answer(project, model, question));
            }
            return pages.show(project, 200, question, answers, null);
        } catch (NumberFormatException e) {
            return pages.show(
                    project, 422, question, List.of(), Notice.refused(words.noNumber(), words.noNumberText()));
        }
    }

    private Answer answer(String project, String model, Question question) {
        try (Response response = inference.ask(session.bearer(), project, question.to(model, false))) {
            String receipt = response.getHeaderString(StreamResource.RECEIPT);
            String text = response.readEntity(ChatCompletion.class)
                    .choices()
                    .getFirst()
                    .message()
                    .content();
            return new Answer(model, text, receipt, false);
        } catch (ClientWebApplicationException e) {
            return new Answer(model, Refused.because(e.getResponse(), words.noAnswer()), null, true);
        }
    }
}
