package io.inhouse.languagemodel.tokenization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tokenizer.json} says about its tokens; read as a stream, because such files have ten megabytes and more.
 *
 * @param added tokens that are found in a text before anything else is done with it
 * @param largestId of any token; -1 if there is none
 */
record TokenizerFile(List<Added> added, long largestId) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonFactory FACTORY = JSON.getFactory();

    /** A token that stands for itself, such as {@code <|im_end|>}. */
    record Added(String text, long id) {}

    /** @throws UnusableModelException if the file is no JSON object */
    static TokenizerFile read(Path file) {
        List<Added> added = new ArrayList<>();
        long largest = -1;
        try (JsonParser json = FACTORY.createParser(file.toFile())) {
            require(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("added_tokens")) {
                    JsonNode tokens = JSON.readTree(json);
                    tokens.forEach(t -> added.add(
                            new Added(t.path("content").asText(), t.path("id").asLong(-1))));
                } else if (name.equals("model") && json.currentToken() == JsonToken.START_OBJECT) {
                    largest = largestOfModel(json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UnusableModelException("tokenizer.json is missing or not readable JSON", e);
        }
        return new TokenizerFile(
                List.copyOf(added),
                Math.max(largest, added.stream().mapToLong(Added::id).max().orElse(-1)));
    }

    private static void require(JsonParser json, JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw new IOException("not a JSON object");
        }
    }

    /** A vocabulary is an object of ids, or a list of pairs whose places are the ids. */
    private static long largestOfModel(JsonParser json) throws IOException {
        long largest = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    json.nextToken();
                    largest = Math.max(largest, json.getValueAsLong(-1));
                }
            } else if (name.equals("vocab") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    json.skipChildren();
                    largest++;
                }
            } else {
                json.skipChildren();
            }
        }
        return largest;
    }

    /** The same tokenizer in which some tokens have other texts; their ids stay. */
    static byte[] renamed(Path file, Map<String, String> names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonParser json = FACTORY.createParser(file.toFile());
                JsonGenerator copy = FACTORY.createGenerator(bytes)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && isVocabulary(json.getParsingContext())) {
                    copy.writeFieldName(names.getOrDefault(json.currentName(), json.currentName()));
                } else if (token == JsonToken.VALUE_STRING && isName(json.getParsingContext())) {
                    copy.writeString(names.getOrDefault(json.getText(), json.getText()));
                } else {
                    copy.copyCurrentEvent(json);
                }
            }
        }
        return bytes.toByteArray();
    }

    /** {@code model.vocab} */
    private static boolean isVocabulary(@Nullable JsonStreamContext context) {
        return context != null
                && isAt(context.getParent(), "vocab")
                && isAt(context.getParent().getParent(), "model");
    }

    /** {@code model.unk_token}, {@code added_tokens[].content}, or the first of a pair in {@code model.vocab}. */
    private static boolean isName(JsonStreamContext context) {
        JsonStreamContext parent = context.getParent();
        return switch (context.getCurrentName()) {
            case "unk_token" -> isAt(parent, "model") && parent.getParent().inRoot();
            case "content" -> parent.inArray() && isAt(parent.getParent(), "added_tokens");
            case null -> context.inArray() && context.getCurrentIndex() == 0 && isVocabulary(parent);
            default -> false;
        };
    }

    private static boolean isAt(@Nullable JsonStreamContext context, String name) {
        return context != null && name.equals(context.getCurrentName());
    }
}
