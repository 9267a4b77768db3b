package io.inhouse.portal.playground;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.inference.client.InferenceApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestStreamElementType;

/**
 * One model's answer as it comes: first {@code {"receipt": …}}, then inference's own chunks; or {@code {"refused": …}}. The
 * visitor's hanging up ends the answer at the model.
 */
@Path(PlaygroundPages.PATH + "/stream")
@Blocking
public class StreamResource {
    static final String RECEIPT = "x-receipt";

    private static final Logger LOG = Logger.getLogger(StreamResource.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";

    private final Session session;
    private final PlaygroundWords words;
    private final InferenceApi inference;

    StreamResource(Session session, @Spoken PlaygroundWords words, @RestClient InferenceApi inference) {
        this.session = session;
        this.words = words;
        this.inference = inference;
    }

    /** The form's field {@code model} says which of the two. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD})
    public Multi<String> stream(@PathParam("project") String project, MultivaluedMap<String, String> form) {
        Question question = Question.of(form);
        Response response;
        try {
            response = inference.ask(
                    session.bearer(),
                    project,
                    question.to(Objects.requireNonNullElse(form.getFirst("model"), ""), true));
        } catch (ClientWebApplicationException e) {
            return Multi.createFrom().item(json("refused", Refused.because(e.getResponse(), words.noAnswer())));
        } catch (NumberFormatException e) {
            return Multi.createFrom().item(json("refused", words.noNumberText()));
        }
        String receipt = json("receipt", String.valueOf(response.getHeaderString(RECEIPT)));
        return Multi.createFrom()
                .<String>emitter(emitter -> relay(response, receipt, emitter))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static void relay(Response response, String receipt, MultiEmitter<? super String> emitter) {
        emitter.emit(receipt);
        try (response;
                InputStream body = response.readEntity(InputStream.class);
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !emitter.isCancelled(); line = lines.readLine()) {
                if (line.startsWith(DATA)) {
                    emitter.emit(line.substring(DATA.length()).strip());
                }
            }
            emitter.complete();
        } catch (IOException e) {
            LOG.warnf(e, "The answer of a model broke off");
            emitter.fail(e);
        }
    }

    private static String json(String name, String value) {
        try {
            return JSON.writeValueAsString(Map.of(name, value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text is JSON", e);
        }
    }
}
