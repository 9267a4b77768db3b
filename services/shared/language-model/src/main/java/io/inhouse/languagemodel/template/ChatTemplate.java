package io.inhouse.languagemodel.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into the text a model was trained on. The text already holds the begin-of-text token if the model wants
 * one: encode it without adding special tokens.
 *
 * <p>A model without a template gets the <em>plain</em> one: the contents of all messages one after the other, nothing in
 * between; it knows no tools, and a generation prompt adds nothing.
 */
public final class ChatTemplate {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SPECIAL_TOKENS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    /** By name; {@code default} and, of some models, {@code tool_use}. Empty for the plain template. */
    private final Map<String, JinjaTemplate> templates;

    private final Map<String, String> specialTokens;
    private final Clock clock;

    private ChatTemplate(Map<String, JinjaTemplate> templates, Map<String, String> specialTokens, Clock clock) {
        this.templates = templates;
        this.specialTokens = specialTokens;
        this.clock = clock;
    }

    public static ChatTemplate plain() {
        return new ChatTemplate(Map.of(), Map.of(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /**
     * @param specialTokens for example {@code bos_token} and {@code eos_token}, as the template names them
     * @param clock for templates that write today's date
     * @throws TemplateException if the template cannot be read
     */
    public static ChatTemplate of(String jinja, Map<String, String> specialTokens, Clock clock) {
        return new ChatTemplate(Map.of("default", JinjaTemplate.parse(jinja)), Map.copyOf(specialTokens), clock);
    }

    /**
     * Reads {@code chat_template.jinja}, else {@code chat_template} of {@code tokenizer_config.json}; neither: plain.
     *
     * @throws IOException if a file cannot be read or is not JSON
     * @throws TemplateException if the template cannot be read
     */
    public static ChatTemplate load(Path modelDirectory, Clock clock) throws IOException {
        Path configFile = modelDirectory.resolve("tokenizer_config.json");
        JsonNode config = Files.exists(configFile) ? json(configFile) : JSON.createObjectNode();
        Map<String, JinjaTemplate> templates = new LinkedHashMap<>();
        Path jinja = modelDirectory.resolve("chat_template.jinja");
        JsonNode inConfig = config.path("chat_template");
        if (Files.exists(jinja)) {
            templates.put("default", JinjaTemplate.parse(Files.readString(jinja)));
        } else if (inConfig.isTextual()) {
            templates.put("default", JinjaTemplate.parse(inConfig.textValue()));
        } else if (inConfig.isArray()) {
            for (JsonNode named : inConfig) {
                String template = named.path("template").asText();
                templates.put(named.path("name").asText(), JinjaTemplate.parse(template));
            }
        }
        return new ChatTemplate(templates, specialTokens(config), clock);
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file.getFileName() + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, String> specialTokens(JsonNode config) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String name : SPECIAL_TOKENS) {
            JsonNode token = config.path(name);
            String text = token.isObject() ? token.path("content").textValue() : token.textValue();
            if (text != null) {
                tokens.put(name, text);
            }
        }
        return tokens;
    }

    /** Whether the model brought no template along. */
    public boolean isPlain() {
        return templates.isEmpty();
    }

    /** See {@link #render(List, List, boolean, Map)}; no further variables. */
    public String render(
            List<? extends Map<String, ?>> messages,
            @Nullable List<? extends Map<String, ?>> tools,
            boolean addGenerationPrompt) {
        return render(messages, tools, addGenerationPrompt, Map.of());
    }

    /**
     * @param messages JSON-like, each with {@code role} and {@code content}
     * @param tools JSON-like function declarations in OpenAI's form; null if there are none
     * @param addGenerationPrompt whether the text shall end where the assistant's answer begins
     * @param variables what else the template may ask for, such as {@code enable_thinking}
     * @throws TemplateException if the template cannot take these messages; see {@link TemplateException#raisedByTemplate()}
     */
    public String render(
            List<? extends Map<String, ?>> messages,
            @Nullable List<? extends Map<String, ?>> tools,
            boolean addGenerationPrompt,
            Map<String, ?> variables) {
        if (isPlain()) {
            return concatenated(messages, tools);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(specialTokens);
        all.put("documents", null);
        all.putAll(variables);
        all.put("messages", messages);
        all.put("tools", tools);
        all.put("add_generation_prompt", addGenerationPrompt);
        JinjaTemplate template =
                templates.get(tools != null && templates.containsKey("tool_use") ? "tool_use" : "default");
        if (template == null) {
            throw new TemplateException("the model's chat templates have none named default", false);
        }
        return template.render(all, clock);
    }

    private static String concatenated(
            List<? extends Map<String, ?>> messages, @Nullable List<? extends Map<String, ?>> tools) {
        if (tools != null && !tools.isEmpty()) {
            throw new TemplateException("the model has no chat template, so it cannot be given tools", true);
        }
        StringBuilder text = new StringBuilder();
        for (Map<String, ?> message : messages) {
            Object content = message.get("content");
            if (content != null && !(content instanceof String)) {
                throw new TemplateException("the plain chat template takes contents that are texts", true);
            }
            text.append(Objects.requireNonNullElse(content, ""));
        }
        return text.toString();
    }
}
