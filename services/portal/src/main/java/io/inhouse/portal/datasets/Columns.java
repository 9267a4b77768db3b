package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.ColumnMapping;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Which columns a person chose, by their headings, as they stand in the address. */
public record Columns(
        @QueryParam("prompt") @Nullable String prompt,
        @QueryParam("completion") @Nullable String completion,
        @QueryParam("text") @Nullable String text,
        @QueryParam("subject") @Nullable String subject) {
    static Columns of(
            @Nullable String prompt, @Nullable String completion, @Nullable String text, @Nullable String subject) {
        return new Columns(chosen(prompt), chosen(completion), chosen(text), chosen(subject));
    }

    /** Without what was left at "none". */
    Columns chosen() {
        return of(prompt, completion, text, subject);
    }

    public boolean isChosen() {
        return chosen(prompt) != null || chosen(completion) != null || chosen(text) != null;
    }

    @Nullable
    ColumnMapping mapping() {
        return isChosen() ? new ColumnMapping(prompt, completion, text, subject) : null;
    }

    public boolean is(String role, String column) {
        return column.equals(
                switch (role) {
                    case "prompt" -> prompt;
                    case "completion" -> completion;
                    case "text" -> text;
                    default -> subject;
                });
    }

    private static @Nullable String chosen(@Nullable String column) {
        return column == null || column.isBlank() ? null : column;
    }
}
