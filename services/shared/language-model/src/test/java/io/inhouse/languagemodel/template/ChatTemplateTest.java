package io.inhouse.languagemodel.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final List<Map<String, Object>> MESSAGES =
            List.of(Map.of("role", "system", "content", "Once "), Map.of("role", "user", "content", "upon a time"));

    @TempDir
    Path model;

    @Test
    void aModelWithoutATemplateGetsTheContentsOneAfterTheOther() throws IOException {
        Files.writeString(model.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\"}");

        ChatTemplate template = ChatTemplate.load(model, CLOCK);

        assertThat(template.isPlain()).isTrue();
        assertThat(template.render(MESSAGES, null, true)).isEqualTo("Once upon a time");
    }

    @Test
    void thePlainTemplateKnowsNoTools() {
        assertThatThrownBy(() -> ChatTemplate.plain().render(MESSAGES, List.of(Map.of("type", "function")), false))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("no chat template");
    }

    @Test
    void aFileOfItsOwnGoesBeforeTheConfiguration() throws IOException {
        Files.writeString(model.resolve("tokenizer_config.json"), "{\"chat_template\": \"no\"}");
        Files.writeString(model.resolve("chat_template.jinja"), "{{ messages|length }}");

        assertThat(ChatTemplate.load(model, CLOCK).render(MESSAGES, null, false))
                .isEqualTo("2");
    }

    @Test
    void specialTokensMayBeTextsOrObjects() throws IOException {
        Files.writeString(model.resolve("tokenizer_config.json"), """
                {"chat_template": "{{ bos_token }}{{ eos_token }}{{ pad_token }}",
                 "bos_token": {"content": "<s>"}, "eos_token": "</s>", "pad_token": null}""");

        assertThat(ChatTemplate.load(model, CLOCK).render(MESSAGES, null, false))
                .isEqualTo("<s></s>");
    }

    @Test
    void aTemplateForToolsIsTakenWhenThereAreTools() throws IOException {
        Files.writeString(model.resolve("tokenizer_config.json"), """
                {"chat_template": [{"name": "default", "template": "d"}, {"name": "tool_use", "template": "t"}]}""");
        ChatTemplate template = ChatTemplate.load(model, CLOCK);

        assertThat(template.render(MESSAGES, null, false)).isEqualTo("d");
        assertThat(template.render(MESSAGES, List.of(Map.of("type", "function")), false))
                .isEqualTo("t");
    }

    @Test
    void whatAnApplicationWritesIsNeverReadAsATemplate() {
        ChatTemplate template = ChatTemplate.of("{{ messages[0].content }}", Map.of(), CLOCK);
        String content = "{{ 7 * 7 }}{% set x = 1 %}{# gone #}";

        assertThat(template.render(List.of(Map.of("content", content)), null, false))
                .isEqualTo(content);
    }

    @Test
    void messagesNameTheLine() {
        assertThatThrownBy(() -> ChatTemplate.of("a\n{{ messages.x.y }}", Map.of(), CLOCK)
                        .render(MESSAGES, null, false))
                .hasMessage("chat template, line 2: 'x' is undefined");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{{ 'x' * 999999999999 }}",
                "{% set ns = namespace(x='xxxx') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}",
                "{% for i in range(9999) %}{{ ('y' * 1000000).replace('y', 'z')|length }}{% endfor %}",
                "{{ 'aaaaaaaa'.replace('a', 'b' * 9999999) }}",
            })
    void aTemplateThatRunsAwayIsStopped(String jinja) {
        ChatTemplate template = ChatTemplate.of(jinja, Map.of(), CLOCK);

        assertThatThrownBy(() -> template.render(MESSAGES, null, false)).isInstanceOf(TemplateException.class);
    }

    @Test
    void endlessNestingIsRefused() {
        String jinja = "{{ " + "(".repeat(10_000) + "1" + ")".repeat(10_000) + " }}";

        assertThatThrownBy(() -> ChatTemplate.of(jinja, Map.of(), CLOCK)).hasMessageContaining("levels deep");
    }
}
