package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.inhouse.inference.recording.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/chat/completions}. Tools and media are refused: no answer would make use of them. */
record ChatRequest(
        String model,
        List<Map<String, String>> messages,
        Ask.Parameters parameters,
        boolean stream,
        boolean includeUsage) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, Set<JsonNode>> WITHOUT_EFFECT = Map.of(
            "logprobs", Set.of(JSON.booleanNode(false)),
            "response_format", Set.of(JSON.objectNode().put("type", "text")),
            "tools", Set.of(JSON.arrayNode()),
            "tool_choice", Set.of(JSON.textNode("none")),
            "modalities", Set.of(JSON.arrayNode().add("text")),
            "store", Set.of(JSON.booleanNode(false)));

    /** @param seed used if the request names none */
    static ChatRequest parse(@Nullable JsonNode body, long seed) {
        RequestFields fields = RequestFields.of(body);
        CommonParameters.allow(fields, Set.of("messages", "max_completion_tokens"), WITHOUT_EFFECT);
        return new ChatRequest(
                fields.text("model"),
                messages(fields),
                CommonParameters.read(fields, maxTokens(fields), seed),
                fields.flag("stream"),
                CommonParameters.includeUsage(fields));
    }

    private static @Nullable Integer maxTokens(RequestFields fields) {
        Integer old = fields.integer("max_tokens", 1);
        Integer present = fields.integer("max_completion_tokens", 1);
        if (old != null && present != null && !Objects.equals(old, present)) {
            throw fields.invalid("max_tokens", "and max_completion_tokens differ; send one of them.");
        }
        return present == null ? old : present;
    }

    private static List<Map<String, String>> messages(RequestFields fields) {
        List<Map<String, String>> messages = new ArrayList<>();
        for (RequestFields message : fields.objects("messages")) {
            message.allow(Set.of("role", "content"), Map.of());
            String role = message.text("role");
            switch (role) {
                case "system", "user", "assistant" -> {}
                case "developer" -> role = "system";
                default ->
                    throw message.invalid("role", "must be system, developer, user or assistant, not " + role + ".");
            }
            messages.add(Map.of("role", role, "content", content(message)));
        }
        if (messages.isEmpty()) {
            throw fields.invalid("messages", "must hold at least one message.");
        }
        return messages;
    }

    /** A string, or parts of type text, which are put together. */
    private static String content(RequestFields message) {
        if (!message.node("content").isArray()) {
            return message.text("content");
        }
        StringBuilder text = new StringBuilder();
        for (RequestFields part : message.objects("content")) {
            if (!part.text("type").equals("text")) {
                throw part.unsupported("type", "Only parts of type text are read.");
            }
            part.allow(Set.of("type", "text"), Map.of());
            text.append(part.text("text"));
        }
        return text.toString();
    }
}
