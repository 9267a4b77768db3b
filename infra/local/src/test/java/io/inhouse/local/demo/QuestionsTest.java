package io.inhouse.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of prompt and completion become conversations for a model that is an assistant. */
class QuestionsTest {
    @TempDir
    Path temporary;

    @Test
    void everyGoodRowBecomesAConversationAndABrokenOneStaysBroken() throws IOException {
        Path data = Files.createDirectories(temporary.resolve("data"));
        Files.writeString(data.resolve("train.jsonl"), """
                {"prompt": "My card is gone.\\nQueue:", "completion": " lost card", "subject": "customer-1"}
                {"prompt": "no answer", "completion": null}
                {not json
                """);
        Files.writeString(
                data.resolve("test.jsonl"),
                "{\"prompt\": \"A pothole.\\nQueue:\", \"completion\": \" broken road\"}\n");

        Questions chat = Questions.in(data).asConversations("Sort.", temporary.resolve("chat"));

        List<String> lines = Files.readAllLines(chat.train());
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertThat(first.path("messages").findValuesAsText("role")).containsExactly("system", "user", "assistant");
        assertThat(first.path("messages").findValuesAsText("content"))
                .containsExactly("Sort.", "My card is gone.", "lost card");
        assertThat(first.path("subject").textValue()).isEqualTo("customer-1");
        assertThat(lines.subList(1, 3))
                .containsExactly("{\"prompt\": \"no answer\", \"completion\": null}", "{not json");
        assertThat(chat.heldOut()).containsExactly(new Questions.Question("A pothole.", "broken road"));
    }
}
