package io.inhouse.inference.chat;

import io.inhouse.inference.client.TextCompletion;
import io.inhouse.inference.client.Usage;
import io.inhouse.inference.recording.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of {@code /v1/completions}. */
record TextDialect(String id, long created, String model, String fingerprint) implements Dialect {
    @Override
    public Object whole(Answer.Finished answer) {
        return completion(
                List.of(new TextCompletion.Choice(0, answer.text(), null, answer.reason())),
                Usage.of(answer.promptTokens(), answer.completionTokens()));
    }

    @Override
    public List<Object> opening() {
        return List.of();
    }

    @Override
    public Object piece(String text) {
        return completion(List.of(new TextCompletion.Choice(0, text, null, null)), null);
    }

    @Override
    public Object end(String reason) {
        return completion(List.of(new TextCompletion.Choice(0, "", null, reason)), null);
    }

    @Override
    public Object usage(Usage usage) {
        return completion(List.of(), usage);
    }

    private Object completion(List<TextCompletion.Choice> choices, @Nullable Usage usage) {
        return new TextCompletion(id, "text_completion", created, model, fingerprint, choices, usage);
    }
}
