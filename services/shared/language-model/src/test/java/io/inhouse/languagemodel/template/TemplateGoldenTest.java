package io.inhouse.languagemodel.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Against what transformers renders; see {@code src/test/golden/make_template_golden.py}. */
class TemplateGoldenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-05T09:07:03Z"), ZoneOffset.UTC);
    private static final JsonNode GOLDEN = golden();

    @Test
    void conversationsThroughTheTemplatesOfRealModelsAreTheSameText() {
        Map<String, ChatTemplate> templates = new HashMap<>();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (JsonNode golden : GOLDEN.path("conversations")) {
            String model = golden.path("model").asText();
            ChatTemplate template = templates.computeIfAbsent(model, TemplateGoldenTest::template);
            List<Map<String, Object>> messages = JSON.convertValue(
                    GOLDEN.path("chats").path(golden.path("chat").asText()), new TypeReference<>() {});
            Map<String, Object> tool = JSON.convertValue(GOLDEN.path("tool"), new TypeReference<>() {});
            List<Map<String, Object>> tools = golden.path("tools").asInt() == 0 ? null : List.of(tool);
            Map<String, Object> variables = JSON.convertValue(golden.path("variables"), new TypeReference<>() {});
            boolean prompt = golden.path("prompt").asBoolean();

            String actual = outcome(() -> template.render(messages, tools, prompt, variables));

            compare(golden, actual, model + ", " + golden.path("chat") + ", " + golden.path("tools"), differences);
            compared++;
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(400);
    }

    @Test
    void theLanguageMeansTheSame() {
        Map<String, Object> variables = JSON.convertValue(GOLDEN.path("variables"), new TypeReference<>() {});
        List<String> differences = new ArrayList<>();
        for (JsonNode golden : GOLDEN.path("snippets")) {
            String text = golden.path("template").asText();

            String actual = outcome(() -> JinjaTemplate.parse(text).render(variables, CLOCK));

            compare(golden, actual, text, differences);
        }
        assertThat(differences).isEmpty();
    }

    private static void compare(JsonNode golden, String actual, String what, List<String> differences) {
        boolean same;
        if (golden.has("text")) {
            same = actual.equals(golden.path("text").asText());
        } else if (golden.has("raised")) {
            same = actual.equals("raised: the chat template refuses these messages: "
                    + golden.path("raised").asText());
        } else {
            same = actual.startsWith("refused: ") || actual.startsWith("raised: ");
        }
        if (!same) {
            differences.add(what + "\n expected " + golden.path("text") + golden.path("error") + "\n but got  "
                    + JSON.valueToTree(actual));
        }
    }

    private static String outcome(Supplier<String> rendering) {
        try {
            return rendering.get();
        } catch (TemplateException e) {
            return (e.raisedByTemplate() ? "raised: " : "refused: ") + e.getMessage();
        }
    }

    private static ChatTemplate template(String model) {
        Map<String, String> tokens = JSON.convertValue(GOLDEN.path("tokens").path(model), new TypeReference<>() {});
        try (InputStream in = TemplateGoldenTest.class.getResourceAsStream("/template/" + model + ".jinja")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return ChatTemplate.of(text, tokens, CLOCK);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode golden() {
        try (InputStream in = TemplateGoldenTest.class.getResourceAsStream("/template/golden.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
