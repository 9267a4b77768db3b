package io.inhouse.datasets.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of a line, or says why not. Three shapes are known: {@code {"prompt","completion"}},
 * {@code {"messages":[{"role","content"}…]}} and {@code {"text"}}, each with an optional {@code "subject"}. Anything else in a row is a fault,
 * because leaving it out in silence would train on something else than was sent.
 */
final class RowParser {
    private static final int LONGEST_SUBJECT = 200;
    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private final ObjectMapper mapper;

    RowParser(int lineLimit) {
        mapper = new ObjectMapper(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(lineLimit)
                                .maxNestingDepth(64)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    ParsedLine parse(Line line) {
        try {
            return new ParsedLine.Good(line.number(), row(json(text(line.bytes()))));
        } catch (Fault fault) {
            return new ParsedLine.Bad(line.number(), fault.code, fault.reason(), line.bytes());
        }
    }

    private static String text(byte[] bytes) throws Fault {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(input, text, true);
        if (result.isError()) {
            throw new Fault(
                    "not_utf8", "not UTF-8 at byte " + (input.position() + 1) + " of the line; save the file as UTF-8");
        }
        return text.flip().toString();
    }

    private JsonNode json(String text) throws Fault {
        try {
            return mapper.readTree(text);
        } catch (StreamReadException e) {
            // Jackson's own message quotes the row.
            String what = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
                    ? "a field is there twice"
                    : "not JSON";
            throw new Fault("not_json", what + column(e));
        } catch (JsonProcessingException e) {
            throw new Fault("not_json", "not one JSON object" + column(e));
        }
    }

    private static String column(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
    }

    private static Row row(JsonNode json) throws Fault {
        if (!json.isObject()) {
            throw new Fault("not_an_object", "the line is " + kind(json) + ", expected a JSON object");
        }
        boolean conversation = json.has("messages");
        boolean text = !conversation && json.has("text") && !json.has("prompt") && !json.has("completion");
        Set<String> known = conversation
                ? Set.of("messages", "subject")
                : text ? Set.of("text", "subject") : Set.of("prompt", "completion", "subject");
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!conversation && !text && !json.has("prompt") && !json.has("completion")) {
            throw new Fault(
                    "unknown_shape",
                    "has neither prompt and completion nor messages nor text"
                            + (unknown.isEmpty() ? "" : listed(unknown)));
        }
        Row row = conversation
                ? new Row.Conversation(messages(json.get("messages")), subject(json))
                : text
                        ? new Row.Text(required(json, "text", "text"), subject(json))
                        : new Row.Completion(
                                required(json, "prompt", "prompt"),
                                required(json, "completion", "completion"),
                                subject(json));
        if (!unknown.isEmpty()) {
            throw new Fault("unknown_field", "has fields that are not understood" + listed(unknown));
        }
        return row;
    }

    private static List<Row.Message> messages(JsonNode list) throws Fault {
        if (!list.isArray() || list.isEmpty()) {
            throw new Fault("bad_messages", "messages is " + kind(list) + ", expected a list that is not empty");
        }
        List<Row.Message> messages = new ArrayList<>(list.size());
        boolean asked = false;
        for (int i = 0; i < list.size(); i++) {
            JsonNode message = list.get(i);
            String place = "messages[" + i + "]";
            if (!message.isObject()) {
                throw new Fault("bad_messages", place + " is " + kind(message) + ", expected an object");
            }
            Set<String> unknown = new TreeSet<>();
            message.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(Set.of("role", "content"));
            if (!unknown.isEmpty()) {
                throw new Fault("unknown_field", place + " has fields that are not understood" + listed(unknown));
            }
            JsonNode role = message.get("role");
            if (role == null || !role.isTextual() || !ROLES.contains(role.textValue())) {
                throw new Fault("bad_messages", place + ".role is not system, user or assistant");
            }
            boolean last = i == list.size() - 1;
            boolean assistant = role.textValue().equals("assistant");
            if (last && !assistant) {
                throw new Fault(
                        "missing_completion", "the last message is not the assistant's: there is nothing to learn");
            }
            messages.add(new Row.Message(
                    role.textValue(),
                    required(message, "content", assistant ? "completion" : "prompt", place + ".content")));
            asked |= role.textValue().equals("user");
        }
        if (!asked) {
            throw new Fault("missing_prompt", "no message is the user's");
        }
        return messages;
    }

    private static String required(JsonNode json, String field, String code) throws Fault {
        return required(json, field, code, field);
    }

    private static String required(JsonNode json, String field, String code, String place) throws Fault {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            throw new Fault("missing_" + code, place + " is " + (value == null ? "missing" : "null"));
        }
        if (!value.isTextual()) {
            throw new Fault("bad_" + code, place + " is " + kind(value) + ", expected text");
        }
        String text = value.textValue();
        if (text.isBlank()) {
            throw new Fault("empty_" + code, place + (text.isEmpty() ? " is empty" : " is only white space"));
        }
        refuseHalfCharacters(text, place);
        return text;
    }

    private static @Nullable String subject(JsonNode json) throws Fault {
        JsonNode subject = json.get("subject");
        if (subject == null || subject.isNull()) {
            return null;
        }
        if (!subject.isTextual()
                || subject.textValue().isBlank()
                || subject.textValue().length() > LONGEST_SUBJECT) {
            throw new Fault("bad_subject", "subject is not a text of 1 to " + LONGEST_SUBJECT + " characters");
        }
        refuseHalfCharacters(subject.textValue(), "subject");
        return subject.textValue().strip();
    }

    private static void refuseHalfCharacters(String text, String place) throws Fault {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new Fault("not_text", place + " holds half a character (a lone surrogate such as \\ud800)");
            }
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
            case OBJECT -> "an object";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }

    /** Names of fields are the uploader's own words, but a name could hold data too: only short, plain ones are repeated. */
    private static String listed(Set<String> fields) {
        List<String> plain = fields.stream()
                .filter(f -> f.matches("[A-Za-z_]{1,30}"))
                .limit(5)
                .toList();
        return plain.isEmpty() ? "" : ": " + String.join(", ", plain);
    }

    /** Thrown only inside this class; made without a stack trace, because a file may hold a million of them. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        Fault(String code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
