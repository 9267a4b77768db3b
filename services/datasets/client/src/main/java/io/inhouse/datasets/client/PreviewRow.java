package io.inhouse.datasets.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as a person may see it: personal data is masked even where the version keeps it.
 *
 * @param messages instead of prompt and completion, in a conversation
 * @param text instead of both, in a row of raw text
 */
public record PreviewRow(
        long line,
        String split,
        @Nullable String prompt,
        @Nullable String completion,
        @Nullable List<Message> messages,
        @Nullable String text) {
    /** @param role {@code system}, {@code user} or {@code assistant} */
    public record Message(String role, String content) {}
}
