package io.inhouse.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files the demonstration trains and tests on: {@code train.jsonl} and {@code test.jsonl} of {@code
 * {"prompt","completion"}}, or of conversations made from them.
 *
 * @param system what every conversation begins with; null for nothing
 */
record Questions(
        Path train,
        Path test,
        List<Question> heldOut,
        @Nullable String system) {
    /** How prompts of the built-in data end, which a model that completes texts needs and an assistant does not. */
    private static final String CUE = "\nQueue:";

    /** @param answer as the test file has it, leading space included */
    record Question(String prompt, String answer) {}

    /** The same, with another file of held-out rows. */
    Questions heldOutFrom(Path file) {
        return new Questions(train, file, heldOut, system);
    }

    /** @throws IOException with a message for the user if a file is missing or a held-out row is unreadable */
    static Questions in(Path directory) throws IOException {
        Path train = directory.resolve("train.jsonl");
        Path test = directory.resolve("test.jsonl");
        for (Path file : List.of(train, test)) {
            if (!Files.isReadable(file)) {
                throw new NoSuchFileException(
                        file.toString(),
                        null,
                        "the data directory needs train.jsonl and test.jsonl with one {\"prompt\",\"completion\"} a line");
            }
        }
        ObjectMapper json = new ObjectMapper();
        List<Question> heldOut = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(test)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode row = json.readTree(line);
            if (!row.path("prompt").isTextual() || !row.path("completion").isTextual()) {
                throw new IOException(
                        test + " line " + number + ": a row needs the texts \"prompt\" and \"completion\"");
            }
            heldOut.add(new Question(
                    row.get("prompt").textValue(), row.get("completion").textValue()));
        }
        if (heldOut.isEmpty()) {
            throw new IOException(test + " has no rows");
        }
        return new Questions(train, test, List.copyOf(heldOut), null);
    }

    /**
     * The same rows as conversations, in files of their own. Rows that are broken stay as they are: the platform is to find
     * them.
     *
     * @param systemMessage null for none
     */
    Questions asConversations(@Nullable String systemMessage, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path newTrain = convert(train, folder.resolve("train.jsonl"), systemMessage);
        Path newTest = convert(test, folder.resolve("test.jsonl"), systemMessage);
        List<Question> asked = heldOut.stream()
                .map(q -> new Question(withoutCue(q.prompt()), q.answer().strip()))
                .toList();
        return new Questions(newTrain, newTest, asked, systemMessage);
    }

    private static Path convert(Path from, Path to, @Nullable String systemMessage) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(from)) {
            lines.add(converted(line, systemMessage, json));
        }
        return Files.write(to, lines);
    }

    private static String converted(String line, @Nullable String systemMessage, ObjectMapper json) {
        try {
            JsonNode row = json.readTree(line);
            if (!row.path("prompt").isTextual()
                    || row.path("prompt").textValue().isBlank()
                    || !row.path("completion").isTextual()
                    || row.path("completion").textValue().isBlank()) {
                return line;
            }
            ObjectNode conversation = json.createObjectNode();
            ArrayNode messages = conversation.putArray("messages");
            if (systemMessage != null) {
                messages.addObject().put("role", "system").put("content", systemMessage);
            }
            messages.addObject()
                    .put("role", "user")
                    .put("content", withoutCue(row.path("prompt").textValue()));
            messages.addObject()
                    .put("role", "assistant")
                    .put("content", row.path("completion").textValue().strip());
            if (row.has("subject")) {
                conversation.set("subject", row.get("subject"));
            }
            return json.writeValueAsString(conversation);
        } catch (JsonProcessingException e) {
            return line;
        }
    }

    private static String withoutCue(String prompt) {
        return prompt.endsWith(CUE) ? prompt.substring(0, prompt.length() - CUE.length()) : prompt;
    }
}
