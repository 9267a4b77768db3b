package io.inhouse.datasets.rows;

import io.inhouse.ledger.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A row that can be trained on. */
public sealed interface Row {
    /** The person the row is about, as the uploader names them; not part of what is trained on. */
    @Nullable
    String subject();

    /**
     * The same row with every text replaced.
     *
     * @param change is given the field's name and its text
     */
    Row map(BinaryOperator<String> change);

    /** The row as a JSON value, without its subject. */
    Map<String, Object> json();

    /** What the model is given, without what it shall say: rows with the same question always fall on the same side of a split. */
    String question();

    /** One spelling per row: canonical JSON (RFC 8785), UTF-8, without the subject. This is stored and committed to. */
    default byte[] canonical() {
        return CanonicalJson.encode(json());
    }

    /** A text and its continuation, both taken literally. */
    record Completion(
            String prompt, String completion, @Nullable String subject) implements Row {
        @Override
        public Row map(BinaryOperator<String> change) {
            return new Completion(change.apply("prompt", prompt), change.apply("completion", completion), subject);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("prompt", prompt, "completion", completion);
        }

        @Override
        public String question() {
            return prompt;
        }
    }

    /** A conversation that ends with what the assistant shall say. */
    record Conversation(List<Message> messages, @Nullable String subject) implements Row {
        public Conversation {
            messages = List.copyOf(messages);
        }

        @Override
        public Row map(BinaryOperator<String> change) {
            List<Message> changed = new ArrayList<>(messages.size());
            for (int i = 0; i < messages.size(); i++) {
                Message message = messages.get(i);
                changed.add(
                        new Message(message.role(), change.apply("messages[" + i + "].content", message.content())));
            }
            return new Conversation(changed, subject);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of(
                    "messages",
                    messages.stream()
                            .map(m -> Map.of("role", m.role(), "content", m.content()))
                            .toList());
        }

        @Override
        public String question() {
            StringBuilder question = new StringBuilder();
            for (Message message : messages.subList(0, messages.size() - 1)) {
                question.append(message.role())
                        .append('\n')
                        .append(message.content())
                        .append('\n');
            }
            return question.toString();
        }
    }

    /** A text to train on as it is, with nothing asked and nothing answered. */
    record Text(String text, @Nullable String subject) implements Row {
        @Override
        public Row map(BinaryOperator<String> change) {
            return new Text(change.apply("text", text), subject);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("text", text);
        }

        @Override
        public String question() {
            return text;
        }
    }

    /** @param role {@code system}, {@code user} or {@code assistant} */
    record Message(String role, String content) {}
}
