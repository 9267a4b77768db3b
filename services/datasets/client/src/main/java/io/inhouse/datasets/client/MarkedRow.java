package io.inhouse.datasets.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as a person may see it, with the places where personal data was found. */
public record MarkedRow(long line, List<Field> fields) {
    /** @param name {@code prompt}, {@code completion}, {@code text} or {@code messages[i].content} */
    public record Field(String name, List<Piece> pieces) {}

    /**
     * A piece of a text, in its order.
     *
     * @param text what the row says; of personal data only its type, for example {@code [EMAIL]}
     * @param type null where nothing was found
     * @param reason why it was taken for personal data
     */
    public record Piece(
            String text,
            @Nullable PersonalDataType type,
            @Nullable String reason) {}
}
