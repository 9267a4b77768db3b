package io.inhouse.local.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inhouse.local.people.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An application asks the base model, streamed and not. Chats have no idempotency key: each attempt is a question. */
final class Chatting extends Chore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    private final Session application;
    private final String model;
    private int number;

    Chatting(Session application, String model, Notebook notebook) {
        super("chatting", notebook);
        this.application = application;
        this.model = model;
    }

    @Override
    void perform() throws IOException, InterruptedException {
        number++;
        boolean streamed = number % 2 == 0;
        Map<String, Object> question = Map.of(
                "model",
                model,
                "messages",
                List.of(Map.of("role", "user", "content", "ask " + number % 100)),
                "max_tokens",
                12,
                "temperature",
                0,
                "stream",
                streamed);
        String answer = persist("an answer", () -> streamed ? streamed(question) : whole(question));
        // A whole answer was read: its question and its end are recorded, once each.
        notebook().acknowledged("inference.request", answer);
        notebook().acknowledged("inference.response", answer);
    }

    private String whole(Map<String, Object> question) throws IOException, InterruptedException {
        return application.post("/v1/chat/completions", question).path("id").asText();
    }

    private String streamed(Map<String, Object> question) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = application.open("/v1/chat/completions", question);
        String id = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(DATA + "[DONE]")) {
                    return id;
                }
                if (line.startsWith(DATA)) {
                    JsonNode chunk = JSON.readTree(line.substring(DATA.length()));
                    if (chunk.has("error")) {
                        throw new IOException("the stream ended with " + chunk.path("error"));
                    }
                    id = chunk.path("id").asText();
                }
            }
        }
        throw new IOException("the stream broke off");
    }
}
