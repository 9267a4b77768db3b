package io.inhouse.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.agroal.api.AgroalDataSource;
import io.inhouse.ledger.Outcome;
import io.inhouse.testsupport.EndpointMatrix;
import io.inhouse.testsupport.PlatformDirectories;
import io.inhouse.testsupport.PostgresResource;
import io.inhouse.testsupport.TestIdentity;
import io.inhouse.testsupport.TestToken;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole server with a tiny random model: real HTTP, tokens, PostgreSQL, record, tensors. Kafka is down throughout. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "inference"))
@QuarkusTestResource(TestIdentity.class)
@QuarkusTestResource(PlatformDirectories.class)
@QuarkusTestResource(RegistryStub.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class InferenceIT {
    private static final TestToken APP =
            TestIdentity.app("key-app").in("demo", "app").purpose("support");

    @TestHTTPResource
    URI url;

    @Inject
    ObjectMapper json;

    @Inject
    RecordedEntries entries;

    @Inject
    AgroalDataSource dataSource;

    private TestModels models;

    @BeforeEach
    void approve() throws IOException {
        models = new TestModels(json);
        // Until the last test's adapters are gone from the server's view, their files do not fit.
        Eventually.holds(() -> assertThat(names()).containsExactly("tiny"));
        models.aliases(Map.of("desk", "adp-1"));
        Eventually.holds(() -> assertThat(names()).containsExactly("tiny", "desk"));
    }

    private List<String> names() {
        return asking().get("/v1/models").then().statusCode(200).extract().path("data.id");
    }

    private static RequestSpecification asking() {
        return given().auth().oauth2(APP.sign()).contentType("application/json");
    }

    private static Map<String, Object> chat(String model, Object... more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", List.of(Map.of("role", "user", "content", "the card")));
        body.put("temperature", 0);
        body.put("max_tokens", 12);
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private static Response ask(Map<String, Object> body) {
        return asking().body(body).post("/v1/chat/completions");
    }

    private static String text(Response response) {
        return response.then().statusCode(200).extract().path("choices[0].message.content");
    }

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
    void aMovedAliasAnswersWithTheOtherAdapter() throws IOException {
        String base = text(ask(chat("tiny")));
        String first = text(ask(chat("desk")));
        assertThat(first).isNotEqualTo(base);
        long moved = System.nanoTime();

        models.aliases(Map.of("desk", "adp-2"));

        Eventually.holds(() -> assertThat(text(ask(chat("desk")))).isNotEqualTo(first));
        assertThat(System.nanoTime() - moved).isLessThan(5_000_000_000L);
        assertThat(text(ask(chat("tiny")))).isEqualTo(base);
    }

    @Test
    void anAliasThatIsGoneAnswersNoMore() throws IOException {
        models.aliases(Map.of());

        Eventually.holds(() -> ask(chat("desk"))
                .then()
                .statusCode(404)
                .body("error.code", equalTo("not_found"))
                .body("error.param", equalTo("model")));
    }

    @Test
    void aFileThatIsNotTheRegisteredOneIsNotLoaded() throws IOException {
        models.forge("adp-2");
        models.aliases(Map.of("desk", "adp-1", "forged", "adp-2"));

        Eventually.holds(() ->
                ask(chat("forged")).then().statusCode(503).body("error.message", containsString("the adapter adp-2")));
    }

    @Test
    void aSeedDrawsTheSameAnswerAgain() {
        Map<String, Object> body = chat("tiny", "temperature", 1, "seed", 5, "max_tokens", 30);

        assertThat(text(ask(body))).isEqualTo(text(ask(body)));
    }

    @Test
    void whatCannotBeAnsweredIsRefusedAndNotRecorded() {
        int before = entries.all().size();

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

        assertThat(entries.all()).hasSize(before);
    }

    @Test
    void aKeyAsksOnlyItsModels() {
        String token = APP.models("desk").sign();

        given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(chat("tiny"))
                .post("/v1/chat/completions")
                .then()
                .statusCode(403)
                .body("error.param", equalTo("model"));
        given().auth().oauth2(token).get("/v1/models").then().body("data.id", contains("desk"));
        given().auth().oauth2(token).get("/v1/models/tiny").then().statusCode(404);
    }

    @Test
    void aTunedModelAnswersOnlyForItsPurpose() {
        TestToken person = TestIdentity.user("paula").in("demo", "ml-engineer");
        TestToken keyWithout = TestIdentity.app("key-any").in("demo", "app");

        ask(keyWithout.purpose("marketing"), "desk")
                .then()
                .statusCode(403)
                .body("error.code", equalTo("purpose_not_covered"))
                .body("error.message", containsString("marketing"));
        ask(person.purpose("marketing"), "desk").then().statusCode(403);
        ask(keyWithout, "desk").then().statusCode(403).body("error.code", equalTo("purpose_not_covered"));
        ask(keyWithout.purpose("support"), "desk").then().statusCode(200);
        ask(person, "desk").then().statusCode(200);
        ask(keyWithout.purpose("marketing"), "tiny").then().statusCode(200);
    }

    private static Response ask(TestToken caller, String model) {
        return given().auth()
                .oauth2(caller.sign())
                .contentType("application/json")
                .body(chat(model))
                .post("/v1/chat/completions");
    }

    @Test
    void everyEndpointAsksForARole() {
        EndpointMatrix matrix = EndpointMatrix.ask(url);

        assertThat(matrix.violations()).isEmpty();
        assertThat(matrix.open()).isEmpty();
        assertThat(matrix.declared())
                .containsExactly(
                        "GET /v1/models/{name}: app, approver, data-steward, ml-engineer",
                        "GET /v1/models: app, approver, data-steward, ml-engineer",
                        "POST /v1/chat/completions: app, approver, data-steward, ml-engineer",
                        "POST /v1/completions: app, approver, data-steward, ml-engineer");
    }

    @Test
    void withoutTheRecordNothingIsAnswered() throws SQLException {
        execute("ALTER TABLE recording.outbox RENAME TO hidden");
        try {
            Response response = ask(chat("tiny"));

            response.then().statusCode(503).body("error.code", equalTo("record_unavailable"));
            assertThat(rows("answer")).isZero();
        } finally {
            execute("ALTER TABLE recording.hidden RENAME TO outbox");
        }
        assertThat(text(ask(chat("tiny")))).isNotEmpty();
    }

    /** Pieces cannot be stored while a lock holds the table; one answer hangs there, a second waits behind it. */
    @Test
    void aFullQueueSaysWhenToComeBackAndAHangUpIsRecordedAsInterrupted() throws SQLException, IOException {
        try (Connection lock = dataSource.getConnection();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE answer_chunk IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Response> hanging =
                    CompletableFuture.supplyAsync(() -> ask(chat("tiny", "stream", true)));
            Eventually.holds(() -> assertThat(rows("answer")).isEqualTo(1));
            try (Socket caller = new Socket(url.getHost(), url.getPort())) {
                send(caller, json.writeValueAsBytes(chat("tiny", "stream", true)));
                Eventually.holds(() -> assertThat(rows("answer")).isEqualTo(2));

                ask(chat("tiny"))
                        .then()
                        .statusCode(429)
                        .header("Retry-After", notNullValue())
                        .body("error.code", equalTo("rate_limit_exceeded"));
            }
            // The socket is closed: the caller has hung up.
            Eventually.holds(() -> assertThat(waitingForTheLock()).isGreaterThanOrEqualTo(2));
            lock.rollback();

            assertThat(hanging.join().statusCode()).isEqualTo(200);
        }
        Eventually.holds(() -> assertThat(entries.all().stream()
                        .filter(entry -> entry.leaf().type().equals("inference.response"))
                        .filter(entry -> entry.leaf().outcome() == Outcome.INTERRUPTED))
                .isNotEmpty());
        assertThat(rows("answer")).isZero();
    }

    @Test
    void noTextIsSentBeforeItIsStored() throws SQLException, IOException {
        try (Connection lock = dataSource.getConnection();
                Statement statement = lock.createStatement();
                Socket caller = new Socket(url.getHost(), url.getPort())) {
            lock.setAutoCommit(false);
            statement.execute("LOCK TABLE answer_chunk IN ACCESS EXCLUSIVE MODE");

            send(caller, json.writeValueAsBytes(chat("tiny", "stream", true)));

            Eventually.holds(() -> assertThat(waitingForTheLock()).isPositive());
            byte[] sent = new byte[caller.getInputStream().available()];
            assertThat(caller.getInputStream().readNBytes(sent, 0, sent.length)).isEqualTo(sent.length);
            assertThat(new String(sent, StandardCharsets.UTF_8)).doesNotContain("\"delta\":{\"content\"");
            lock.rollback();
            StringBuilder rest = new StringBuilder();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
            while (!rest.toString().contains("[DONE]")) {
                rest.append(in.readLine());
            }
            assertThat(rest.toString()).contains("\"delta\":{\"content\"");
        }
    }

    private void send(Socket socket, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + APP.sign()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private long waitingForTheLock() {
        return count("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'answer_chunk'::regclass");
    }

    private long rows(String table) {
        return count("SELECT count(*) FROM " + table);
    }

    private long count(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
