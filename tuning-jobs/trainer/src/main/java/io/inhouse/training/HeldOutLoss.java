package io.inhouse.training;

import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.LoraStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * How surprised a model is by rows it was not trained on. Of a text every token counts, of a pair those of the completion; and
 * the end.
 *
 * @param tokens that count
 * @param loss mean over them, in nats
 */
public record HeldOutLoss(long tokens, double loss) {
    /** Among how many equally likely tokens the model seems to choose; 1 is certainty. */
    public double perplexity() {
        return Math.exp(loss);
    }

    static HeldOutLoss of(LoraStep step, AdapterState adapter, List<TokenRow> rows, TrainingListener listener) {
        long tokens = rows.stream().mapToLong(TokenRow::learned).sum();
        return new HeldOutLoss(tokens, step.loss(adapter, rows, () -> requireWanted(listener)) / tokens);
    }

    /**
     * @param adapterDirectory made by {@link LoraTraining}, of one scale for all modules; null for the base model alone
     * @param rows at least one, as {@link TrainingRows#tokens} gives them
     * @param microBatchTokens most tokens computed together
     * @param listener asked before every micro-batch whether to go on
     * @throws CancellationException if the listener wants no more
     */
    public static HeldOutLoss of(
            LanguageModel model,
            @Nullable Path adapterDirectory,
            List<TokenRow> rows,
            int microBatchTokens,
            TrainingListener listener)
            throws IOException {
        if (adapterDirectory == null) {
            try (LoraStep step = new LoraStep(model.decoder(), 1, true, microBatchTokens)) {
                return of(step, step.initialState(Map.of(), 0), rows, listener);
            }
        }
        try (AdapterDirectory files = AdapterDirectory.open(adapterDirectory);
                LoraStep step = new LoraStep(model.decoder(), files.config().scaling(), true, microBatchTokens)) {
            Map<String, Integer> ranks = new HashMap<>();
            files.config()
                    .targetModules()
                    .forEach(module -> ranks.put(module, files.config().rank(module)));
            return of(step, step.restoredState(ranks, 0, (name, r, c) -> values(files, name, r, c)), rows, listener);
        }
    }

    private static void requireWanted(TrainingListener listener) {
        if (!listener.mayContinue()) {
            throw new CancellationException("cancelled while held-out rows were measured");
        }
    }

    /** The files have no moments: nothing is going to be trained. */
    private static float[] values(AdapterDirectory files, String name, long rows, long columns) {
        try {
            return files.weights().tensors().containsKey(name)
                    ? files.weights().floats(name)
                    : new float[Math.toIntExact(rows * columns)];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
