package io.inhouse.tuning.estimate;

import io.inhouse.tuning.client.JobEstimate.Part;
import io.inhouse.tuning.client.Recipe;
import java.util.List;

/**
 * What one training costs. The extents are those of the trainer's tensors (its file {@code training.py} lists them); the
 * constants below were fitted to measured peaks of {@code bench train}; a test repeats the measurements.
 *
 * @param steps optimiser steps, unless held-out rows end training before
 * @param tokens through forward and backward
 * @param flops two operations per weight forwards, two backwards, and two more when activations are computed again
 * @param memory the parts of the peak; of training and evaluation only the larger
 */
public record TrainingCost(long steps, long tokens, double flops, List<Part> memory) {
    /** Java, libtorch and the compiled functions before the first weight is touched, in 10^6 bytes. */
    private static final double PROCESS = 365;

    /** Copies of each trained matrix: its values, two moments, the gradient, and half a second gradient of a part of a batch. */
    private static final double ADAPTER_COPIES = 4.5;

    /** What comes and goes within a layer, with the freed blocks between them that the allocator keeps. */
    private static final double PASSING = 1.75;

    /** Of the last layer only the rows with loss are kept; how many is not known before, usually few. */
    private static final double LAST_LAYER = 0.2;

    /** Most cells of a micro-batch; the trainer's. */
    private static final int MICRO_BATCH = 4096;

    /** Rows of equal length that an evaluation usually finds to complete together. */
    private static final int EVALUATED_TOGETHER = 32;

    private static final int LOSS_ROWS = 128;
    private static final int FLOAT = 4;

    public TrainingCost {
        memory = List.copyOf(memory);
    }

    /** @param tokensPerRow mean of prompt and completion together, or of a text */
    public record Rows(long train, long test, double tokensPerRow) {
        /** As the trainer reads them: texts that exceed the context in windows, which share one token each. */
        Rows windows(int context) {
            if (tokensPerRow <= context || context < 2) {
                return this;
            }
            double windows = Math.ceil((tokensPerRow - 1) / (context - 1));
            return new Rows(Math.round(train * windows), Math.round(test * windows), (tokensPerRow - 1) / windows + 1);
        }
    }

    /** 10^6 bytes. */
    public double peak() {
        return memory.stream().mapToDouble(Part::mb).sum();
    }

    public static TrainingCost of(ModelShape model, Recipe recipe, Rows given) {
        Rows rows = given.windows(model.context());
        long perStep = (long) recipe.batchSize() * recipe.accumulation();
        long steps = recipe.steps() > 0
                ? recipe.steps()
                : Math.max(1, Math.ceilDiv(rows.train(), perStep) * recipe.epochs());
        double examples = recipe.steps() > 0 ? (double) steps * perStep : (double) rows.train() * recipe.epochs();
        double tokens = examples * rows.tokensPerRow();
        double adapter = recipe.targetModules().stream()
                        .mapToDouble(
                                m -> (double) model.perRank(m) * recipe.ranks().getOrDefault(m, recipe.rank()))
                        .sum()
                * model.layers();
        double training = training(model, recipe, rows);
        double evaluation = rows.test() == 0 ? 0 : evaluation(model, rows);
        return new TrainingCost(
                steps,
                Math.round(tokens),
                tokens * operationsPerToken(model, recipe),
                List.of(
                        new Part("process", PROCESS),
                        new Part("weights", weights(model)),
                        new Part(
                                "adapter",
                                megabytes((ADAPTER_COPIES + (recipe.evaluateEverySteps() > 0 ? 1 : 0)) * adapter)),
                        training >= evaluation
                                ? new Part("activations", training)
                                : new Part("evaluation", evaluation)));
    }

    /** Two operations per weight forwards and two backwards: the base is frozen. Attention and the head are left out. */
    static double operationsPerToken(ModelShape model, Recipe recipe) {
        return (recipe.recomputation().equals("full") ? 6 : 4) * model.layers() * model.layerWeights();
    }

    /** Mapped files count as far as they are touched; half precision is widened into a copy first. */
    private static double weights(ModelShape model) {
        return model.weightBytes() / 1e6 * (model.halfPrecision() ? 3 : 1);
    }

    private static double training(ModelShape m, Recipe recipe, Rows rows) {
        double read = Math.min(recipe.batchSize() * rows.tokensPerRow(), MICRO_BATCH);
        double grid = m.queries() + 2.0 * m.keys();
        double kept = read * (m.queries() + m.hidden() + 2.0 * m.intermediate()) + cells(read) * grid;
        double inputs = m.layers() * read * m.hidden();
        double layers = recipe.recomputation().equals("full") ? kept : (m.layers() - 1 + LAST_LAYER) * kept;
        double merged = m.hidden() * Math.max(2.0 * m.intermediate(), grid);
        double layer = Math.max(read * (5.0 * m.intermediate() + 2.0 * m.hidden()), 3 * cells(read) * grid) + merged;
        double loss = 2.0 * Math.min(read, LOSS_ROWS) * m.vocabulary() + 3 * read * m.hidden();
        return megabytes(inputs + layers + PASSING * Math.max(layer, loss));
    }

    /** Rows of a part of a batch are of similar length, so few cells stay empty. */
    private static double cells(double read) {
        return Math.max(read, Math.min(1.15 * read, MICRO_BATCH));
    }

    private static double evaluation(ModelShape m, Rows rows) {
        double together = Math.min(EVALUATED_TOGETHER, rows.test());
        double length = Math.min(rows.tokensPerRow(), m.context());
        double cache = together * length * m.layers() * 2.0 * m.keys();
        double passing = together * length * (3.0 * m.hidden() + 3.0 * m.intermediate());
        double logits = 2.0 * together * m.vocabulary();
        return megabytes(cache + PASSING * (passing + logits));
    }

    private static double megabytes(double floats) {
        return floats * FLOAT / 1e6;
    }
}
