package io.inhouse.inference.chat;

import io.inhouse.inference.client.ChatCompletion;
import io.inhouse.inference.client.ChatCompletionChunk;
import io.inhouse.inference.client.Usage;
import io.inhouse.inference.recording.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of {@code /v1/chat/completions}. */
record ChatDialect(String id, long created, String model, String fingerprint) implements Dialect {
    private static final String ASSISTANT = "assistant";

    @Override
    public Object whole(Answer.Finished answer) {
        ChatCompletion.Message message = new ChatCompletion.Message(ASSISTANT, answer.text(), null);
        return new ChatCompletion(
                id,
                "chat.completion",
                created,
                model,
                fingerprint,
                List.of(new ChatCompletion.Choice(0, message, null, answer.reason())),
                Usage.of(answer.promptTokens(), answer.completionTokens()));
    }

    @Override
    public List<Object> opening() {
        return List.of(chunk(new ChatCompletionChunk.Delta(ASSISTANT, ""), null));
    }

    @Override
    public Object piece(String text) {
        return chunk(new ChatCompletionChunk.Delta(null, text), null);
    }

    @Override
    public Object end(String reason) {
        return chunk(new ChatCompletionChunk.Delta(null, null), reason);
    }

    @Override
    public Object usage(Usage usage) {
        return chunk(List.of(), usage);
    }

    private Object chunk(ChatCompletionChunk.Delta delta, @Nullable String reason) {
        return chunk(List.of(new ChatCompletionChunk.Choice(0, delta, null, reason)), null);
    }

    private Object chunk(List<ChatCompletionChunk.Choice> choices, @Nullable Usage usage) {
        return new ChatCompletionChunk(id, "chat.completion.chunk", created, model, fingerprint, choices, usage);
    }
}
