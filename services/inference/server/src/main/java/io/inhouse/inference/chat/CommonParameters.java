package io.inhouse.inference.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.inhouse.inference.recording.Ask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What chat and text completions have in common. */
final class CommonParameters {
    private static final int MOST_STOPS = 4;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Set<String> KNOWN = Set.of(
            "model",
            "max_tokens",
            "temperature",
            "top_p",
            "stop",
            "seed",
            "stream",
            "stream_options",
            "user",
            "metadata");

    /** Parameters that are accepted with values under which they change nothing. */
    private static final Map<String, Set<JsonNode>> WITHOUT_EFFECT = Map.of(
            "n", Set.of(JSON.numberNode(1)),
            "frequency_penalty", Set.of(JSON.numberNode(0)),
            "presence_penalty", Set.of(JSON.numberNode(0)),
            "logit_bias", Set.of(JSON.objectNode()));

    private CommonParameters() {}

    static void allow(RequestFields fields, Set<String> more, Map<String, Set<JsonNode>> moreWithoutEffect) {
        Set<String> known = new HashSet<>(KNOWN);
        known.addAll(more);
        Map<String, Set<JsonNode>> withoutEffect = new HashMap<>(WITHOUT_EFFECT);
        withoutEffect.putAll(moreWithoutEffect);
        fields.allow(known, withoutEffect);
    }

    /** @param seed used if the request names none */
    static Ask.Parameters read(RequestFields fields, @Nullable Integer maxTokens, long seed) {
        Long given = fields.longInteger("seed");
        return new Ask.Parameters(
                maxTokens,
                fields.number("temperature", 1, 0, 2, false),
                fields.number("top_p", 1, 0, 1, true),
                given == null ? seed : given,
                fields.texts("stop", MOST_STOPS),
                fields.textOrNull("user"),
                fields.pairs("metadata"));
    }

    /** Whether the last piece of a stream shall tell the usage. */
    static boolean includeUsage(RequestFields fields) {
        RequestFields options = fields.object("stream_options");
        if (options == null) {
            return false;
        }
        if (!fields.flag("stream")) {
            throw fields.invalid("stream_options", "is allowed only when stream is true.");
        }
        options.allow(Set.of("include_usage"), Map.of("include_obfuscation", Set.of(JSON.booleanNode(false))));
        return options.flag("include_usage");
    }
}
