package io.inhouse.training;

import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.languagemodel.family.ModelConfig;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How to train. Defaults and meanings are those of transformers' and PEFT's usual script.
 *
 * @param seed of the initial values and of the order of rows
 */
public record Recipe(
        Lora lora, Optimiser optimiser, Length length, Execution execution, Selection selection, long seed) {
    /** Makes no evaluation on the way; the adapter is that of the last step. */
    public static final Selection LAST_STEP = new Selection(0, 0);

    /**
     * What is trained.
     *
     * @param rank LoRA's r: width of the update; more learns more and weighs more
     * @param alpha LoRA's numerator: updates count alpha / rank
     * @param targetModules names of the linear layers to adapt, such as {@code q_proj}
     * @param rankStabilised rsLoRA: updates count alpha / sqrt(rank), so that a high rank does not learn more slowly
     * @param ranks of modules with a rank of their own. Their updates count as much as all others: alpha goes with the rank
     */
    public record Lora(
            int rank,
            double alpha,
            List<String> targetModules,
            boolean rankStabilised,
            SortedMap<String, Integer> ranks) {
        /** @throws TrainingRefusedException if a value makes no sense; the message names it */
        public Lora {
            targetModules = List.copyOf(targetModules);
            ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
            require(rank >= 1, "rank is " + rank + "; it must be at least 1");
            require(Double.isFinite(alpha) && alpha > 0, "alpha is " + alpha + "; it must be above 0");
            require(!targetModules.isEmpty(), "target modules are empty; known are " + known());
            for (String module : targetModules) {
                require(!module.isBlank(), "a target module has no name; usual are " + known());
            }
            for (Map.Entry<String, Integer> own : ranks.entrySet()) {
                require(
                        targetModules.contains(own.getKey()),
                        "ranks names " + own.getKey() + ", which is no target module; those are "
                                + String.join(", ", targetModules));
                require(
                        own.getValue() >= 1,
                        "the rank of " + own.getKey() + " is " + own.getValue() + "; it must be at least 1");
            }
        }

        int rankOf(String module) {
            return ranks.getOrDefault(module, rank);
        }

        /** alpha that gives a rank the scale of the others. */
        double alphaFor(int ownRank) {
            return rankStabilised ? alpha * Math.sqrt((double) ownRank / rank) : alpha * ownRank / rank;
        }
    }

    /**
     * How the adapter moves.
     *
     * @param learningRate at its peak
     * @param warmup share of the steps in which the learning rate rises to its peak
     * @param weightDecay AdamW's, decoupled
     * @param clip gradients are scaled down to at most this norm
     * @param schedule after warm-up
     * @param loraPlusRatio how many times faster B learns than A; 1 is plain LoRA (LoRA+; Hayou et al. 2024, arXiv:2402.12354)
     */
    public record Optimiser(
            double learningRate,
            double warmup,
            double weightDecay,
            double clip,
            Schedule schedule,
            double loraPlusRatio) {
        /** @throws TrainingRefusedException if a value makes no sense; the message names it */
        public Optimiser {
            require(
                    Double.isFinite(learningRate) && learningRate > 0,
                    "learning rate is " + learningRate + "; it must be above 0");
            require(warmup >= 0 && warmup <= 1, "warmup is " + warmup + "; it must lie between 0 and 1");
            require(
                    Double.isFinite(weightDecay) && weightDecay >= 0,
                    "weight decay is " + weightDecay + "; it must not be negative");
            require(Double.isFinite(clip) && clip > 0, "clip is " + clip + "; it must be above 0");
            require(
                    Double.isFinite(loraPlusRatio) && loraPlusRatio > 0,
                    "LoRA+ ratio is " + loraPlusRatio + "; it must be above 0");
        }
    }

    /**
     * How long.
     *
     * @param batchSize rows that are computed for one gradient
     * @param epochs how often all rows are read; may be a fraction
     * @param maxSteps if above 0, the number of steps, whatever {@code epochs} says
     * @param accumulation gradients added up for one step: it reads batchSize · accumulation rows and needs the memory of
     *     batchSize
     */
    public record Length(int batchSize, double epochs, int maxSteps, int accumulation) {
        /** @throws TrainingRefusedException if a value makes no sense; the message names it */
        public Length {
            require(batchSize >= 1, "batch size is " + batchSize + "; it must be at least 1");
            require(
                    maxSteps > 0 || (Double.isFinite(epochs) && epochs > 0),
                    "epochs is " + epochs + "; it must be above 0, or a number of steps be given");
            require(maxSteps >= 0, "the number of steps is " + maxSteps + "; it must not be negative");
            require(accumulation >= 1, "accumulation is " + accumulation + "; it must be at least 1");
        }

        int rowsPerStep() {
            return Math.multiplyExact(batchSize, accumulation);
        }
    }

    /**
     * By what means; of these, threads, micro-batches and packing decide over last bits, the others over none.
     *
     * @param threads that one operator may use; part of what makes the result repeatable to the last bit
     * @param recomputation trades time for memory
     * @param microBatchTokens most tokens computed together: bounds memory; a batch is cut accordingly
     * @param snapshotEvery steps between training snapshots; 0 writes none
     * @param packing short rows share a place in attention's grid with others, each seeing only itself
     */
    public record Execution(
            int threads, Recomputation recomputation, int microBatchTokens, int snapshotEvery, boolean packing) {
        /** @throws TrainingRefusedException if a value makes no sense; the message names it */
        public Execution {
            require(threads >= 1, "threads is " + threads + "; it must be at least 1");
            require(microBatchTokens >= 1, "micro-batch tokens is " + microBatchTokens + "; it must be at least 1");
            require(snapshotEvery >= 0, "snapshot interval is " + snapshotEvery + "; it must not be negative");
        }
    }

    /**
     * Which step's adapter is kept.
     *
     * @param evaluateEvery steps between evaluations on held-out rows; the adapter is that with the lowest loss there. 0: none,
     *     and the adapter is that of the last step
     * @param patience after so many evaluations without a lower loss training stops; 0: never
     */
    public record Selection(int evaluateEvery, int patience) {
        /** @throws TrainingRefusedException if a value makes no sense; the message names it */
        public Selection {
            require(evaluateEvery >= 0, "evaluation interval is " + evaluateEvery + "; it must not be negative");
            require(patience >= 0, "patience is " + patience + "; it must not be negative");
            require(
                    patience == 0 || evaluateEvery > 0,
                    "patience is " + patience + ", but there are no evaluations to wait for: set their interval");
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new TrainingRefusedException(message);
        }
    }

    private static String known() {
        return String.join(", ", LinearLayer.USUAL);
    }

    public static Recipe defaults() {
        return new Recipe(
                new Lora(16, 32, LinearLayer.USUAL, false, Collections.emptySortedMap()),
                new Optimiser(2e-3, 0.03, 0, 1, Schedule.COSINE, 1),
                new Length(32, 1, 0, 1),
                new Execution(2, Recomputation.NONE, 4096, 50, false),
                LAST_STEP,
                1);
    }

    /**
     * The recipe of a job.
     *
     * @param microBatchTokens most tokens computed together
     */
    public static Recipe of(io.inhouse.tuning.client.Recipe asked, int microBatchTokens) {
        return new Recipe(
                new Lora(
                        asked.rank(),
                        asked.alpha(),
                        asked.targetModules(),
                        asked.rankStabilised(),
                        new TreeMap<>(asked.ranks())),
                new Optimiser(
                        asked.learningRate(),
                        asked.warmupFraction(),
                        asked.weightDecay(),
                        asked.maxGradientNorm(),
                        Schedule.valueOf(asked.schedule().toUpperCase(Locale.ROOT)),
                        asked.loraPlusRatio()),
                new Length(asked.batchSize(), asked.epochs(), asked.steps(), asked.accumulation()),
                new Execution(
                        asked.threads(),
                        Recomputation.valueOf(asked.recomputation().toUpperCase(Locale.ROOT)),
                        microBatchTokens,
                        asked.snapshotEverySteps(),
                        asked.packing()),
                new Selection(asked.evaluateEverySteps(), asked.patience()),
                asked.seed());
    }

    public Recipe withLora(Lora newLora) {
        return new Recipe(newLora, optimiser, length, execution, selection, seed);
    }

    /** One rank for all modules, plain LoRA. */
    public Recipe withAdapter(int rank, double alpha, List<String> modules) {
        return withLora(new Lora(rank, alpha, modules, false, Collections.emptySortedMap()));
    }

    public Recipe withOptimiser(Optimiser newOptimiser) {
        return new Recipe(lora, newOptimiser, length, execution, selection, seed);
    }

    public Recipe withOptimiser(double learningRate, double warmup, double weightDecay, double clip) {
        return withOptimiser(new Optimiser(
                learningRate, warmup, weightDecay, clip, optimiser.schedule(), optimiser.loraPlusRatio()));
    }

    public Recipe withLength(Length newLength) {
        return new Recipe(lora, optimiser, newLength, execution, selection, seed);
    }

    /** @param maxSteps 0 leaves the length to the epochs */
    public Recipe withLength(int batchSize, double epochs, int maxSteps) {
        return withLength(new Length(batchSize, epochs, maxSteps, length.accumulation()));
    }

    public Recipe withExecution(Execution newExecution) {
        return new Recipe(lora, optimiser, length, newExecution, selection, seed);
    }

    public Recipe withExecution(int threads, Recomputation recomputation, int microBatchTokens, int snapshotEvery) {
        return withExecution(
                new Execution(threads, recomputation, microBatchTokens, snapshotEvery, execution.packing()));
    }

    public Recipe withSelection(Selection newSelection) {
        return new Recipe(lora, optimiser, length, execution, newSelection, seed);
    }

    public Recipe withSeed(long newSeed) {
        return new Recipe(lora, optimiser, length, execution, selection, newSeed);
    }

    /** LoRA's s in W + s B A. */
    public double scale() {
        return lora.rankStabilised() ? lora.alpha() / Math.sqrt(lora.rank()) : lora.alpha() / lora.rank();
    }

    /** Optimiser steps for so many rows, unless training stops before. */
    public long steps(int rows) {
        long perStep = length.rowsPerStep();
        long perEpoch = (rows + perStep - 1) / perStep;
        return length.maxSteps() > 0 ? length.maxSteps() : Math.max(1, (long) (perEpoch * length.epochs()));
    }

    /** Learning rate of a step (counted from 0): rises linearly, then follows the schedule. */
    public double learningRate(long step, long steps) {
        long rising = Math.max(1, (long) (steps * optimiser.warmup()));
        if (step < rising) {
            return optimiser.learningRate() * (step + 1) / rising;
        }
        return optimiser.learningRate() * optimiser.schedule().share(step - rising, Math.max(1, steps - rising));
    }

    /** Names of the target modules in one order, whatever order they were given in. */
    SortedSet<String> targets() {
        SortedSet<String> targets = new TreeSet<>(LinearLayer.moduleOrder());
        targets.addAll(lora.targetModules());
        return targets;
    }

    /** Rank of every target module. */
    Map<String, Integer> ranks() {
        Map<String, Integer> ranks = new TreeMap<>();
        lora.targetModules().forEach(module -> ranks.put(module, lora.rankOf(module)));
        return ranks;
    }

    /** @throws TrainingRefusedException naming a module that the model does not have */
    void requireModules(ModelConfig model) {
        for (String module : targets()) {
            require(
                    model.modules().contains(module),
                    "the model (" + model.modelType() + ") has no linear layer named " + module
                            + " that LoRA can adapt; it has " + String.join(", ", model.modules()));
        }
    }

    /** What decides the result; recomputation and the interval of snapshots do not. */
    String decisive() {
        return new Recipe(
                        new Lora(
                                lora.rank(), lora.alpha(), List.copyOf(targets()), lora.rankStabilised(), lora.ranks()),
                        optimiser,
                        new Length(
                                length.batchSize(),
                                length.maxSteps() > 0 ? 1 : length.epochs(),
                                length.maxSteps(),
                                length.accumulation()),
                        new Execution(
                                execution.threads(),
                                Recomputation.NONE,
                                execution.microBatchTokens(),
                                0,
                                execution.packing()),
                        selection,
                        seed)
                .toString();
    }
}
