package io.inhouse.inference.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.inference.recording.Ask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @Test
    void everyParameterArrives() throws JsonProcessingException {
        ChatRequest request = ChatRequest.parse(JSON.readTree("""
                {"model": "m", "messages": [
                   {"role": "developer", "content": "Be short."},
                   {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}],
                 "max_completion_tokens": 7, "temperature": 0.5, "top_p": 0.9, "stop": ["x", "y"], "seed": 42,
                 "stream": true, "stream_options": {"include_usage": true}, "user": "u", "metadata": {"k": "v"}}"""), 1);

        assertThat(request.messages())
                .containsExactly(
                        Map.of("role", "system", "content", "Be short."), Map.of("role", "user", "content", "ab"));
        assertThat(request.parameters())
                .isEqualTo(new Ask.Parameters(7, 0.5, 0.9, 42, List.of("x", "y"), "u", Map.of("k", "v")));
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
    }

    @Test
    void whatIsNotSaidHasADefault() throws JsonProcessingException {
        ChatRequest request = ChatRequest.parse(JSON.readTree(CHAT), 99);

        assertThat(request.parameters()).isEqualTo(new Ask.Parameters(null, 1, 1, 99, List.of(), null, Map.of()));
        assertThat(request.stream()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\": 1",
                "\"n\": null",
                "\"frequency_penalty\": 0.0",
                "\"logit_bias\": {}",
                "\"logprobs\": false",
                "\"response_format\": {\"type\": \"text\"}",
                "\"tools\": []",
                "\"tool_choice\": \"none\"",
                "\"unheard_of\": null",
                "\"temperature\": 0",
                "\"temperature\": 2",
                "\"stop\": \"x\""
            })
    void whatChangesNothingIsAccepted(String member) throws JsonProcessingException {
        assertThat(ChatRequest.parse(chatWith(member), 1).model()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "unheard_of": 1                                    | unheard_of
            "n": 2                                             | n
            "frequency_penalty": 0.1                           | frequency_penalty
            "logit_bias": {"5": 1}                             | logit_bias
            "logprobs": true                                   | logprobs
            "response_format": {"type": "json_object"}         | response_format
            "tools": [{"type": "function"}]                    | tools
            "tool_choice": "auto"                              | tool_choice
            "store": true                                      | store
            "top_k": 5                                         | top_k
            "stream": true, "stream_options": {"more": true}   | stream_options.more
            "messages": [{"role": "user", "content": "x", "name": "n"}] | messages[0].name
            "messages": [{"role": "user", "content": [{"type": "image_url"}]}] | messages[0].content[0].type
            """)
    void whatIsNotSupportedIsRefusedByName(String member, String parameter) throws JsonProcessingException {
        assertRefused(chatWith(member), Failure.UNSUPPORTED_PARAMETER, parameter);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "model": 5                                         | model
            "messages": []                                     | messages
            "messages": "hi"                                   | messages
            "messages": [5]                                    | messages[0]
            "messages": [{"role": "tool", "content": "x"}]     | messages[0].role
            "messages": [{"role": "user"}]                     | messages[0].content
            "messages": [{"role": "user", "content": "\\ud800"}] | messages[0].content
            "max_tokens": 0                                    | max_tokens
            "max_tokens": 1.5                                  | max_tokens
            "max_tokens": 3, "max_completion_tokens": 4        | max_tokens
            "temperature": 2.1                                 | temperature
            "temperature": "1"                                 | temperature
            "top_p": 0                                         | top_p
            "stop": ["a", "b", "c", "d", "e"]                  | stop
            "stop": ""                                         | stop
            "seed": 0.5                                        | seed
            "stream": "yes"                                    | stream
            "stream_options": {"include_usage": true}          | stream_options
            "metadata": {"k": 1}                               | metadata.k
            """)
    void whatIsWrongIsRefusedByName(String member, String parameter) throws JsonProcessingException {
        assertRefused(chatWith(member), Failure.INVALID_REQUEST, parameter);
    }

    @Test
    void aTextIsContinuedBySixteenTokensUnlessSaidOtherwise() throws JsonProcessingException {
        TextRequest request = TextRequest.parse(JSON.readTree("{\"model\": \"m\", \"prompt\": [\"Once\"]}"), 1);

        assertThat(request.prompt()).isEqualTo("Once");
        assertThat(request.parameters().maxTokens()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}",
                "{\"model\":\"m\",\"prompt\":[1]}"
            })
    void aTextRequestHasOnePrompt(String body) {
        assertThatThrownBy(() -> TextRequest.parse(JSON.readTree(body), 1))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.facts()).containsEntry("param", "prompt"));
    }

    private static void assertRefused(JsonNode body, Failure failure, String parameter) {
        assertThatThrownBy(() -> ChatRequest.parse(body, 1)).isInstanceOfSatisfying(PlatformException.class, e -> {
            assertThat(e.failure()).isEqualTo(failure);
            assertThat(e.facts()).containsEntry("param", parameter);
            assertThat(e.detail()).contains(parameter);
        });
    }

    private static JsonNode chatWith(String members) throws JsonProcessingException {
        ObjectNode chat = (ObjectNode) JSON.readTree(CHAT);
        chat.setAll((ObjectNode) JSON.readTree("{" + members + "}"));
        return chat;
    }
}
