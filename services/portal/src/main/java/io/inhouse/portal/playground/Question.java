package io.inhouse.portal.playground;

import io.inhouse.inference.client.ChatMessage;
import io.inhouse.inference.client.NewChat;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has written into the playground's form.
 *
 * @param left name of the model on the left
 * @param right name of the model on the right
 * @param seed equal seeds draw equal answers; empty: a new one each time
 */
public record Question(String text, String left, String right, String maxTokens, String temperature, String seed) {
    static Question empty(String left, String right) {
        return new Question("", left, right, "64", "0", "");
    }

    static Question of(MultivaluedMap<String, String> form) {
        return new Question(
                field(form, "text"),
                field(form, "left"),
                field(form, "right"),
                field(form, "maxTokens"),
                field(form, "temperature"),
                field(form, "seed"));
    }

    /** @throws NumberFormatException if a number is none */
    NewChat to(String model, boolean stream) {
        return new NewChat(
                model,
                List.of(new ChatMessage("user", text)),
                maxTokens.isEmpty() ? null : Integer.valueOf(maxTokens),
                temperature.isEmpty() ? null : Double.valueOf(temperature),
                seed.isEmpty() ? null : Long.valueOf(seed),
                stream ? Boolean.TRUE : null);
    }

    private static String field(MultivaluedMap<String, String> form, String name) {
        @Nullable String value = form.getFirst(name);
        return Objects.requireNonNullElse(value, "").strip();
    }
}
