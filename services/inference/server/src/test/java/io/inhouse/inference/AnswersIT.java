package io.inhouse.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.inhouse.ledger.Outcome;
import io.inhouse.testsupport.TestIdentity;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Questions, answers, and what is recorded of them. */
@QuarkusTest
@RunningServer
class AnswersIT extends AskedModels {
    @Test
    void anAnswerIsRecordedWithItsQuestion() {
        Response response = ask(chat("desk", "user", "counter 3"));

        response.then()
                .statusCode(200)
                .header("x-receipt", startsWith("evt-"))
                .body("object", equalTo("chat.completion"))
                .body("model", equalTo("desk"))
                .body("choices.finish_reason", notNullValue())
                .body("usage.prompt_tokens", notNullValue());
        String id = response.path("id");
        RecordedEntries.Entry question = entries.of("inference.request", id).getFirst();
        assertThat(question.leaf().id()).isEqualTo(response.header("x-receipt"));
        assertThat(question.leaf().purpose()).isEqualTo("support");
        assertThat(question.object("adapter")).isEqualTo("adp-1");
        assertThat(question.content().at("/messages/0/content").asText()).isEqualTo("the card");
        assertThat(question.content().path("user").asText()).isEqualTo("counter 3");
        assertThat(question.content().at("/parameters/maxTokens").asInt()).isEqualTo(12);
        assertThat(question.content().path("baseDigest").asText()).startsWith("sha256:");
        RecordedEntries.Entry answer = entries.of("inference.response", id).getFirst();
        assertThat(answer.leaf().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(answer.content().path("text").asText()).isEqualTo(text(response));
        assertThat(answer.leaf().seq()).isGreaterThan(question.leaf().seq());
    }

    @Test
    void theOfficialSdkStreamsTheSameTextAsTheWholeAnswer() {
        String whole = text(ask(chat("tiny")));
        String key = TestIdentity.allowKey(
                "key-sdk", "secret", TestIdentity.app("key-sdk").in("demo", "app"));
        OpenAIClient client =
                OpenAIOkHttpClient.builder().apiKey(key).baseUrl(url + "v1").build();
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("tiny")
                .addUserMessage("the card")
                .temperature(0)
                .maxTokens(12)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            chunks = stream.stream().toList();
        }

        String streamed = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
        assertThat(streamed).isEqualTo(whole);
        assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isPositive();
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(rows("answer_chunk")).isZero();
        assertThat(client.models().retrieve("desk").ownedBy()).isEqualTo("demo");
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(params.toBuilder()
                                .streamOptions((ChatCompletionStreamOptions) null)
                                .n(2)
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("parameter n is not supported");
    }

    @Test
    void aStreamIsMadeOfEventsAndEndsWithDone() {
        Response response = ask(chat("tiny", "stream", true));

        response.then().statusCode(200).header("x-receipt", startsWith("evt-")).contentType("text/event-stream");
        List<String> events = response.asString()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .toList();
        assertThat(events.getFirst()).contains("\"role\":\"assistant\"").contains("\"finish_reason\":null");
        assertThat(events.get(events.size() - 2))
                .containsAnyOf("\"finish_reason\":\"length\"", "\"finish_reason\":\"stop\"");
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
        assertThat(response.asString()).doesNotContain("usage");
    }

    @Test
    void aPlainTextIsContinued() {
        Map<String, Object> body = Map.of("model", "tiny", "prompt", "the card", "temperature", 0, "max_tokens", 12);

        Response response = asking().body(body).post("/v1/completions");

        response.then().statusCode(200).body("object", equalTo("text_completion"));
        // The model has no chat template, so one message is the same as a text.
        assertThat(response.<String>path("choices[0].text")).isEqualTo(text(ask(chat("tiny"))));
        assertThat(entries.of("inference.request", response.path("id"))
                        .getFirst()
                        .content()
                        .path("prompt")
                        .asText())
                .isEqualTo("the card");
    }

    @Test
    void aSeedDrawsTheSameAnswerAgain() {
        Map<String, Object> body = chat("tiny", "temperature", 1, "seed", 5, "max_tokens", 30);

        assertThat(text(ask(body))).isEqualTo(text(ask(body)));
    }

    @Test
    void whatCannotBeAnsweredIsRefusedAndNotRecorded() {
        List<RecordedEntries.Entry> before = questionsAndAnswers();

        ask(chat("tiny", "top_k", 3))
                .then()
                .statusCode(400)
                .body("error.code", equalTo("unsupported_parameter"))
                .body("error.param", equalTo("top_k"))
                .body("error.type", equalTo("invalid_request_error"));
        ask(chat("tiny", "messages", List.of(Map.of("role", "user", "content", "word ".repeat(100)))))
                .then()
                .statusCode(400)
                .body("error.code", equalTo("context_length_exceeded"));
        ask(chat("none-such")).then().statusCode(404);
        asking().body("{\"model\":").post("/v1/chat/completions").then().statusCode(400);

        assertThat(questionsAndAnswers()).hasSameSizeAs(before);
    }

    /** Refusals of earlier tests may still be on their way into the record. */
    private List<RecordedEntries.Entry> questionsAndAnswers() {
        return entries.all().stream()
                .filter(entry -> entry.leaf().type().startsWith("inference."))
                .toList();
    }
}
