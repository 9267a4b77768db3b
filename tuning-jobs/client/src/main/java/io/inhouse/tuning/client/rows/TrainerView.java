package io.inhouse.tuning.client.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as the trainer hands it to the model.
 *
 * @param contextLength most tokens that the model reads at once
 * @param windows what it reads at once: one, or several of a long text; empty if a job would refuse the row
 * @param refusal why a job would refuse it; null if it would not
 */
public record TrainerView(
        int contextLength, List<Window> windows, @Nullable String refusal) {
    public TrainerView {
        windows = List.copyOf(windows);
    }

    /** @param learned tokens whose prediction counts in the loss */
    public record Window(List<Piece> pieces, int tokens, int learned) {
        public Window {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * Tokens that follow each other and are treated alike.
     *
     * @param text what they stand for
     * @param learned whether the loss counts them
     * @param control one token that controls the model, such as its end-of-text; {@code text} is its name
     */
    public record Piece(String text, int tokens, boolean learned, boolean control) {}
}
