package io.inhouse.training.worker;

import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.LoraAdapter;
import io.inhouse.training.Evaluation;
import io.inhouse.training.HeldOutLoss;
import io.inhouse.training.TrainingRow;
import io.inhouse.training.TrainingRows;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.tuning.client.lease.LeaseSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Compares base and tuned model on the held-out rows: answers by how many are exactly right, texts, of which nothing is
 * asked, by their loss.
 */
final class JobEvaluation {
    private final LeaseSpec spec;
    private final LanguageModel model;
    private final Pulse pulse;
    private final int microBatchTokens;
    private final int rows;
    private final List<TrainingRow.Pair> questions;
    private final List<TokenRow> texts;

    /** @throws io.inhouse.training.TrainingRefusedException if a held-out row cannot be used */
    JobEvaluation(LeaseSpec spec, LanguageModel model, List<TrainingRow> heldOut, int microBatchTokens, Pulse pulse) {
        this.spec = spec;
        this.model = model;
        this.pulse = pulse;
        this.microBatchTokens = microBatchTokens;
        TrainingRows.requireRoom(model, heldOut);
        rows = heldOut.size();
        questions = heldOut.stream()
                .filter(TrainingRow.Pair.class::isInstance)
                .map(TrainingRow.Pair.class::cast)
                .toList();
        List<TrainingRow> others =
                heldOut.stream().filter(TrainingRow.Text.class::isInstance).toList();
        texts = others.isEmpty() ? List.of() : TrainingRows.tokens(model, others);
    }

    /**
     * What one model reached.
     *
     * @param exactMatch share of right answers; null if nothing was asked
     * @param textLoss of the texts; null if there were none
     */
    record Figures(@Nullable Double exactMatch, @Nullable Double textLoss) {
        @Nullable
        Double perplexity() {
            return textLoss == null ? null : Math.exp(textLoss);
        }
    }

    int rows() {
        return rows;
    }

    /** Tokens of held-out texts that count in the loss. */
    long textTokens() {
        return texts.stream().mapToLong(TokenRow::learned).sum();
    }

    /** See {@link io.inhouse.tuning.client.JobResult#measuredBy}. */
    String measuredBy() {
        if (rows == 0) {
            return "nothing";
        }
        return texts.isEmpty() ? "exact-match" : questions.isEmpty() ? "perplexity" : "exact-match-and-perplexity";
    }

    /** The base model's are kept in the work directory, so that a resumed job does not compute them again. */
    Figures base() throws IOException {
        Path kept = Path.of(spec.workDirectory()).resolve("base-evaluation.json");
        Optional<Kept> before = WorkFile.read(kept, Kept.class)
                .filter(found -> spec.baseDigest().equals(found.baseDigest())
                        && found.rows() == rows
                        && (texts.isEmpty() || found.textLoss() != null));
        if (before.isPresent()) {
            return new Figures(before.get().exactMatch(), before.get().textLoss());
        }
        Figures figures = of(null, "evaluating-base");
        WorkFile.write(kept, new Kept(spec.baseDigest(), rows, figures.exactMatch(), figures.textLoss()));
        return figures;
    }

    private record Kept(
            String baseDigest,
            int rows,
            @Nullable Double exactMatch,
            @Nullable Double textLoss) {}

    Figures tuned(Path adapterDirectory) throws IOException {
        return of(adapterDirectory, "evaluating-tuned");
    }

    private Figures of(@Nullable Path adapterDirectory, String phase) throws IOException {
        if (rows == 0) {
            return new Figures(0.0, null);
        }
        if (!pulse.mayContinue()) {
            throw new CancellationException("stopped before " + phase);
        }
        pulse.enter(phase, rows);
        return new Figures(
                questions.isEmpty() ? null : exactMatch(adapterDirectory),
                texts.isEmpty()
                        ? null
                        : HeldOutLoss.of(model, adapterDirectory, texts, microBatchTokens, pulse)
                                .loss());
    }

    private double exactMatch(@Nullable Path adapterDirectory) {
        int longest = longestCompletion();
        if (adapterDirectory == null) {
            return Evaluation.of(model, null, questions, longest, pulse).exactMatch();
        }
        try (LoraAdapter adapter = model.loadAdapter(adapterDirectory)) {
            return Evaluation.of(model, adapter, questions, longest, pulse).exactMatch();
        }
    }

    /** A completion that is longer than every right one cannot be right; one token more tells whether it would go on. */
    private int longestCompletion() {
        return 1
                + questions.stream()
                        .mapToInt(row -> model.tokenizer().encode(row.completion()).length)
                        .max()
                        .orElse(0);
    }
}
