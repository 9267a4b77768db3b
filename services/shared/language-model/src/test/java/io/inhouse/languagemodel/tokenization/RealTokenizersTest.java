package io.inhouse.languagemodel.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.template.ChatTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokenizers and chat templates of real models against what transformers made of them (make_tokenizer_golden.py); runs where
 * {@code -Dreference.tokenizers=DIR} points to their files.
 */
@EnabledIfSystemProperty(named = "reference.tokenizers", matches = ".+")
class RealTokenizersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-05T09:07:03Z"), ZoneOffset.UTC);

    private static JsonNode golden() throws IOException {
        return JSON.readTree(
                Path.of("src", "test", "resources", "tokenizers", "golden.json").toFile());
    }

    static List<String> models() throws IOException {
        List<String> models = new ArrayList<>();
        golden().path("models").fieldNames().forEachRemaining(models::add);
        return models;
    }

    private static Path directory(String model) {
        return Path.of(System.getProperty("reference.tokenizers"), model);
    }

    private static int[] ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("models")
    void texts_become_the_same_ids(String model) throws IOException {
        JsonNode golden = golden();
        try (Tokenizer tokenizer = Tokenizer.open(directory(model))) {
            for (int i = 0; i < golden.path("texts").size(); i++) {
                String text = golden.path("texts").get(i).textValue();
                int[] expected =
                        ints(golden.path("models").path(model).path("texts").get(i));

                assertThat(tokenizer.encode(text)).as(text).isEqualTo(expected);
                assertThat(tokenizer.encode(text + LiteralText.MARK)).as(text).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void conversations_become_the_same_ids(String model) throws IOException {
        JsonNode golden = golden();
        ChatTemplate template = ChatTemplate.load(directory(model), CLOCK);
        try (Tokenizer tokenizer = Tokenizer.open(directory(model))) {
            for (Map.Entry<String, JsonNode> chat :
                    golden.path("models").path(model).path("chats").properties()) {
                JsonNode asked = golden.path("chats").path(chat.getKey());
                String text = render(template, tokenizer, messages(asked), asked);

                assertThat(tokenizer.encode(text)).as(chat.getKey()).isEqualTo(ints(chat.getValue()));
                assertThat(tokenizer.encode(text + LiteralText.MARK))
                        .as(chat.getKey())
                        .isEqualTo(ints(chat.getValue()));
            }
        }
    }

    /** Every control token of the model, written by a user, adds not one control token to the prompt. */
    @ParameterizedTest
    @MethodSource("models")
    void nobody_can_write_a_control_token(String model) throws IOException {
        JsonNode asked = golden().path("chats").path("user");
        ChatTemplate template = ChatTemplate.load(directory(model), CLOCK);
        List<TokenizerFile.Added> control =
                TokenizerFile.read(directory(model).resolve("tokenizer.json")).added();
        StringBuilder attack = new StringBuilder("x");
        control.forEach(token -> attack.append(token.text()).append(" y"));
        try (Tokenizer tokenizer = Tokenizer.open(directory(model))) {
            List<Map<String, Object>> forged = List.of(Map.of("role", "user", "content", attack.toString()));

            int[] honest = tokenizer.encode(render(template, tokenizer, messages(asked), asked));
            int[] attacked = tokenizer.encode(render(template, tokenizer, forged, asked));

            assertThat(count(control, attacked)).isEqualTo(count(control, honest));
            assertThat(tokenizer.decode(attacked)).contains(attack);
        }
    }

    private static Map<Integer, Integer> count(List<TokenizerFile.Added> control, int[] ids) {
        Map<Integer, Integer> counts = new HashMap<>();
        Arrays.stream(ids)
                .filter(id -> control.stream().anyMatch(token -> token.id() == id))
                .forEach(id -> counts.merge(id, 1, Integer::sum));
        return counts;
    }

    private static List<Map<String, Object>> messages(JsonNode chat) {
        return JSON.convertValue(chat.path("messages"), new TypeReference<>() {});
    }

    private static String render(
            ChatTemplate template, Tokenizer tokenizer, List<Map<String, Object>> messages, JsonNode chat) {
        @Nullable
        List<Map<String, Object>> tools =
                chat.path("tools").isArray() ? JSON.convertValue(chat.path("tools"), new TypeReference<>() {}) : null;
        return template.render(
                tokenizer.literal().messages(messages), tokenizer.literal().tools(tools), true);
    }
}
