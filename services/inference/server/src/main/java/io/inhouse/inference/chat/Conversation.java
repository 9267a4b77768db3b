package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.identity.CurrentCaller;
import io.inhouse.inference.models.ModelCatalogue;
import io.inhouse.inference.models.ServedModel;
import io.inhouse.inference.recording.Answer;
import io.inhouse.inference.recording.Ask;
import io.inhouse.inference.recording.RecordedAnswers;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a request that was read to its answer over HTTP, whole or as a stream. */
@RequestScoped
public class Conversation {
    /** Names the entry that holds the question. */
    static final String RECEIPT = "x-receipt";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CurrentCaller caller;
    private final ModelCatalogue catalogue;
    private final RecordedAnswers answers;
    private final Identifiers identifiers;
    private final Clock clock;
    private final ObjectMapper json;
    private final CurrentVertxRequest request;

    /** Makes a dialect for one answer. */
    interface DialectOf {
        Dialect of(String id, long created, String model, String fingerprint);
    }

    Conversation(
            CurrentCaller caller,
            ModelCatalogue catalogue,
            RecordedAnswers answers,
            Identifiers identifiers,
            Clock clock,
            ObjectMapper json,
            CurrentVertxRequest request) {
        this.caller = caller;
        this.catalogue = catalogue;
        this.answers = answers;
        this.identifiers = identifiers;
        this.clock = clock;
        this.json = json;
        this.request = request;
    }

    /** For requests that name no seed. */
    long freshSeed() {
        return identifiers.nextUuid().getLeastSignificantBits();
    }

    /** @param kind {@code chatcmpl} or {@code cmpl}, the prefix of OpenAI's ids */
    Response answer(
            String kind,
            String endpoint,
            String modelName,
            Ask.Prompt prompt,
            Ask.Parameters parameters,
            boolean stream,
            boolean includeUsage,
            DialectOf dialects) {
        Caller asking = caller.get();
        ServedModel model = model(asking, modelName);
        String id = identifiers.next(kind);
        Dialect dialect = dialects.of(id, clock.instant().getEpochSecond(), modelName, model.fingerprint());
        Answer answer = answers.ask(new Ask(id, asking, endpoint, model, prompt, parameters, stream));
        // Also called when the caller hangs up; harmless when the answer has ended.
        request.getCurrent().addEndHandler(ended -> answer.cancel());
        if (stream) {
            return Response.ok(new AnswerStream(answer, dialect, includeUsage, json), MediaType.SERVER_SENT_EVENTS)
                    .header(RECEIPT, answer.receipt())
                    .header("Cache-Control", "no-store")
                    .build();
        }
        return Response.ok(dialect.whole(whole(answer)), MediaType.APPLICATION_JSON)
                .header(RECEIPT, answer.receipt())
                .header("Cache-Control", "no-store")
                .build();
    }

    private ServedModel model(Caller asking, String name) {
        Set<String> allowed = caller.models();
        if (!allowed.isEmpty() && !allowed.contains(name)) {
            throw new PlatformException(
                    Failure.FORBIDDEN,
                    "This key may not ask the model " + name + ". It is restricted to "
                            + String.join(", ", allowed.stream().sorted().toList()) + ".",
                    Map.of("param", "model"));
        }
        ServedModel model = catalogue
                .find(asking.project(), name)
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "There is no model " + name + " in this project. GET /v1/models lists the models; an adapter"
                                + " answers only after approval, under its alias.",
                        Map.of("param", "model")));
        model.adapter().ifPresent(adapter -> refuseOtherPurpose(asking, name, adapter.purpose()));
        return model;
    }

    /** A person may ask without a purpose; who names one, or is no person, asks for what the model was tuned for. */
    private static void refuseOtherPurpose(Caller asking, String name, String purpose) {
        String declared = asking.purpose();
        if (purpose.equals(declared) || (declared == null && asking.kind() == Caller.Kind.USER)) {
            return;
        }
        throw new PlatformException(
                Failure.PURPOSE_NOT_COVERED,
                "The model " + name + " was tuned for the purpose " + purpose + "; "
                        + (declared == null
                                ? "this key has no purpose."
                                : "this call has the purpose " + declared + ".")
                        + " Use a key for that purpose, or another model.",
                Map.of("param", "model"));
    }

    private static Answer.Finished whole(Answer answer) {
        try {
            while (true) {
                Answer.@Nullable Event event = answer.next(PATIENCE);
                switch (event) {
                    case Answer.Finished finished -> {
                        return finished;
                    }
                    case Answer.Failed failed -> throw failed.failure();
                    case Answer.Text piece ->
                        throw new IllegalStateException("a piece of an answer that is not streamed");
                    case null -> {
                        // it is still being made
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel();
            throw new PlatformException(Failure.UPSTREAM_UNAVAILABLE, "The server is ending. Try again.");
        }
    }
}
