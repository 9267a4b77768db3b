package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.inhouse.inference.recording.Ask;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/completions}: one prompt, as text. */
record TextRequest(String model, String prompt, Ask.Parameters parameters, boolean stream, boolean includeUsage) {
    /** OpenAI's default. */
    private static final int MAX_TOKENS = 16;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, Set<JsonNode>> WITHOUT_EFFECT =
            Map.of("best_of", Set.of(JSON.numberNode(1)), "echo", Set.of(JSON.booleanNode(false)));

    /** @param seed used if the request names none */
    static TextRequest parse(@Nullable JsonNode body, long seed) {
        RequestFields fields = RequestFields.of(body);
        CommonParameters.allow(fields, Set.of("prompt"), WITHOUT_EFFECT);
        Integer most = fields.integer("max_tokens", 1);
        List<String> prompts = fields.texts("prompt", 1);
        if (prompts.isEmpty()) {
            throw fields.invalid("prompt", "is missing.");
        }
        return new TextRequest(
                fields.text("model"),
                prompts.getFirst(),
                CommonParameters.read(fields, most == null ? MAX_TOKENS : most, seed),
                fields.flag("stream"),
                CommonParameters.includeUsage(fields));
    }
}
