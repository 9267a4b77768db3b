package io.inhouse.training.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.template.ChatTemplate;
import io.inhouse.languagemodel.template.TemplateException;
import io.inhouse.languagemodel.tokenization.LiteralText;
import io.inhouse.training.TrainingRefusedException;
import io.inhouse.training.TrainingRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns a dataset's rows into examples: {@code {"prompt","completion"}} as it is; {@code {"messages"}} through the model's
 * chat template, where the last message, which must be the assistant's, is the completion and everything before it the
 * prompt; {@code {"text"}} without a template. One version may hold all three. Control tokens that are written out in a message are text there, as they are when the model serves.
 */
final class JobRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ChatTemplate template;
    private final LiteralText literal;
    private final String beginOfText;

    private JobRows(ChatTemplate template, LiteralText literal, String beginOfText) {
        this.template = template;
        this.literal = literal;
        this.beginOfText = beginOfText;
    }

    /** @param clock for templates that write the date: a fixed one, since results must not depend on the day */
    static JobRows forModel(Path directory, Clock clock) throws IOException {
        Path config = directory.resolve("tokenizer_config.json");
        JsonNode token =
                Files.exists(config) ? JSON.readTree(Files.readAllBytes(config)).path("bos_token") : JSON.missingNode();
        String begin = token.isObject() ? token.path("content").asText("") : token.asText("");
        return new JobRows(ChatTemplate.load(directory, clock), LiteralText.of(directory), begin);
    }

    /** @throws TrainingRefusedException naming the first row (counted from 1) that cannot be used */
    List<TrainingRow> examples(List<String> rows, String split) {
        List<TrainingRow> examples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String where = "row " + (i + 1) + " of the split " + split;
            try {
                JsonNode row = JSON.readTree(rows.get(i));
                examples.add(
                        row.has("messages")
                                ? conversation(row.get("messages"), where)
                                : row.path("text").isTextual()
                                        ? new TrainingRow.Text(row.get("text").textValue())
                                        : pair(row, where));
            } catch (JsonProcessingException e) {
                throw new TrainingRefusedException(where + " is not JSON", e);
            } catch (TemplateException e) {
                throw new TrainingRefusedException(
                        where + " does not suit the model's chat template: " + e.getMessage(), e);
            }
        }
        return examples;
    }

    private static TrainingRow pair(JsonNode row, String where) {
        if (!row.path("prompt").isTextual() || !row.path("completion").isTextual()) {
            throw new TrainingRefusedException(where + " has neither prompt and completion, nor messages, nor text");
        }
        return new TrainingRow.Pair(
                row.get("prompt").textValue(), row.get("completion").textValue());
    }

    private TrainingRow conversation(JsonNode node, String where) {
        List<Map<String, Object>> messages = JSON.convertValue(node, new TypeReference<>() {});
        if (messages.size() < 2
                || !"assistant".equals(messages.getLast().get("role"))
                || !(messages.getLast().get("content") instanceof String answer)) {
            throw new TrainingRefusedException(where + " does not end in an answer of the assistant");
        }
        String prompt = template.render(literal.messages(messages.subList(0, messages.size() - 1)), null, true);
        // The template writes the begin-of-text token, and so does the tokenization of an example's prompt.
        return new TrainingRow.Pair(
                !template.isPlain() && !beginOfText.isEmpty() && prompt.startsWith(beginOfText)
                        ? prompt.substring(beginOfText.length())
                        : prompt,
                literal.answer(answer));
    }
}
