package io.inhouse.inference.recording;

import io.inhouse.identity.Caller;
import io.inhouse.inference.models.ServedModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of a model.
 *
 * @param id of the answer to come, as OpenAI's API names it
 * @param endpoint for example {@code /v1/chat/completions}
 * @param streamed whether the answer is sent while it is made
 */
public record Ask(
        String id,
        Caller caller,
        String endpoint,
        ServedModel model,
        Prompt prompt,
        Parameters parameters,
        boolean streamed) {

    /** What stands before the answer. */
    public sealed interface Prompt {
        /** Each message has {@code role} and {@code content}. */
        record Messages(List<Map<String, String>> messages) implements Prompt {
            public Messages {
                messages = List.copyOf(messages);
            }
        }

        record Text(String text) implements Prompt {}
    }

    /**
     * @param maxTokens null for as many as the context holds
     * @param seed chosen by the server if the caller named none
     * @param user the application's name for whoever it asks for
     * @param metadata of the application, for the record
     */
    public record Parameters(
            @Nullable Integer maxTokens,
            double temperature,
            double topP,
            long seed,
            List<String> stop,
            @Nullable String user,
            Map<String, String> metadata) {
        public Parameters {
            stop = List.copyOf(stop);
            metadata = Map.copyOf(metadata);
        }
    }
}
