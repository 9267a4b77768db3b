package io.inhouse.training;

import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import io.inhouse.languagemodel.tokenization.LiteralText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How many held-out rows a model completes exactly: the greedy completion, without spaces around it, equals the row's. Texts,
 * of which nothing is asked, are measured by {@link HeldOutLoss}.
 *
 * @param rows compared
 * @param exact equal ones
 */
public record Evaluation(int rows, int exact) {
    private static final int ROWS_AT_ONCE = 512;

    /** Share of equal rows, 0 to 1. */
    public double exactMatch() {
        return rows == 0 ? 0 : (double) exact / rows;
    }

    /**
     * @param adapter null for the base model alone
     * @param maxNewTokens most tokens of a completion
     * @param listener asked before every part of some hundred rows whether to go on
     * @throws CancellationException if the listener wants no more
     */
    public static Evaluation of(
            LanguageModel model,
            @Nullable LoraAdapter adapter,
            List<TrainingRow.Pair> heldOut,
            int maxNewTokens,
            TrainingListener listener) {
        listener.phase(TrainingListener.Phase.EVALUATING);
        int exact = 0;
        for (int from = 0; from < heldOut.size(); from += ROWS_AT_ONCE) {
            if (!listener.mayContinue()) {
                throw new CancellationException("cancelled after " + from + " of " + heldOut.size() + " held-out rows");
            }
            List<TrainingRow.Pair> part = heldOut.subList(from, Math.min(heldOut.size(), from + ROWS_AT_ONCE));
            List<int[]> prompts = new ArrayList<>();
            part.forEach(row -> prompts.add(model.promptIds(row.prompt())));
            List<int[]> completions = model.completeGreedily(prompts, adapter, maxNewTokens);
            for (int i = 0; i < part.size(); i++) {
                String text = model.tokenizer().decode(completions.get(i)).strip();
                String expected = LiteralText.withoutMarks(part.get(i).completion());
                exact += text.equals(expected.strip()) ? 1 : 0;
            }
        }
        return new Evaluation(heldOut.size(), exact);
    }
}
