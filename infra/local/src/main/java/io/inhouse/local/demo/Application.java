package io.inhouse.local.demo;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An internal application: the official OpenAI SDK with another base URL and a key of ours. */
final class Application implements AutoCloseable {
    private static final int LONGEST_ANSWER = 24;
    private final OpenAIClient client;
    private final @Nullable String system;

    /**
     * @param text the answer
     * @param receipt id of the entry that records the request
     * @param latency from sending the request to the last token
     */
    record Answer(String text, String receipt, Duration latency) {}

    /** @param system what every conversation begins with; null for nothing */
    Application(URI origin, String apiKey, @Nullable String system) {
        this.system = system;
        client = OpenAIOkHttpClient.builder()
                .baseUrl(origin.resolve("/v1").toString())
                .apiKey(apiKey)
                .maxRetries(2)
                .timeout(Duration.ofMinutes(2))
                .build();
    }

    /**
     * Waits until {@code model} is served.
     *
     * @throws IOException if it is not after a minute
     */
    void await(String model) throws IOException, InterruptedException {
        for (int i = 0; i < 120; i++) {
            if (client.models().list().data().stream().anyMatch(m -> m.id().equals(model))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new IOException("the model " + model + " was approved but is not served after a minute");
    }

    /** Asks {@code model} and reads the streamed answer to its end. */
    Answer ask(String model, String prompt) {
        ChatCompletionCreateParams.Builder builder =
                ChatCompletionCreateParams.builder().model(model);
        if (system != null) {
            builder.addSystemMessage(system);
        }
        ChatCompletionCreateParams question = builder.addUserMessage(prompt)
                .temperature(0.0)
                .maxCompletionTokens(LONGEST_ANSWER)
                .build();
        long start = System.nanoTime();
        StringBuilder text = new StringBuilder();
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
                client.chat().completions().withRawResponse().createStreaming(question)) {
            String receipt =
                    response.headers().values("x-receipt").stream().findFirst().orElse("");
            try (StreamResponse<ChatCompletionChunk> chunks = response.parse()) {
                chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .forEach(text::append);
            }
            return new Answer(text.toString(), receipt, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
