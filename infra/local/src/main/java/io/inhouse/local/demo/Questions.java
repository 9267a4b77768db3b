package io.inhouse.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files the demonstration trains and tests on: {@code train.jsonl} and {@code test.jsonl} of {@code {"prompt","completion"}}. */
record Questions(Path train, Path test, List<Question> heldOut) {
    /** @param answer as the test file has it, leading space included */
    record Question(String prompt, String answer) {}

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
        return new Questions(train, test, List.copyOf(heldOut));
    }
}
