package io.inhouse.training;

import io.inhouse.languagemodel.family.LinearLayer;
import io.inhouse.languagemodel.family.ModelConfig;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How to train. Defaults and meanings are those of transformers' and PEFT's usual script.
 *
 * @param rank LoRA's r: width of the update; more learns more and weighs more
 * @param alpha LoRA's numerator: updates count alpha / rank
 * @param targetModules names of the linear layers to adapt, such as {@code q_proj}
 * @param learningRate at its peak
 * @param batchSize rows per step
 * @param epochs how often all rows are read; may be a fraction
 * @param maxSteps if above 0, the number of steps, whatever {@code epochs} says
 * @param warmup share of the steps in which the learning rate rises to its peak; then it falls along a cosine to 0
 * @param weightDecay AdamW's, decoupled
 * @param clip gradients are scaled down to at most this norm
 * @param seed of the initial values and of the order of rows
 * @param threads that one operator may use; part of what makes the result repeatable to the last bit
 * @param recomputation trades time for memory
 * @param microBatchTokens most tokens computed together: bounds memory; a batch is cut accordingly
 * @param snapshotEvery steps between training snapshots; 0 writes none
 * @param rankStabilised rsLoRA: updates count alpha / sqrt(rank), so that a high rank does not learn more slowly
 */
public record Recipe(
        int rank,
        double alpha,
        List<String> targetModules,
        double learningRate,
        int batchSize,
        double epochs,
        int maxSteps,
        double warmup,
        double weightDecay,
        double clip,
        long seed,
        int threads,
        Recomputation recomputation,
        int microBatchTokens,
        int snapshotEvery,
        boolean rankStabilised) {

    /** @throws TrainingRefusedException if a value makes no sense; the message names it */
    public Recipe {
        targetModules = List.copyOf(targetModules);
        require(rank >= 1, "rank is " + rank + "; it must be at least 1");
        require(Double.isFinite(alpha) && alpha > 0, "alpha is " + alpha + "; it must be above 0");
        require(!targetModules.isEmpty(), "target modules are empty; known are " + known());
        for (String module : targetModules) {
            require(!module.isBlank(), "a target module has no name; usual are " + known());
        }
        require(
                Double.isFinite(learningRate) && learningRate > 0,
                "learning rate is " + learningRate + "; it must be above 0");
        require(batchSize >= 1, "batch size is " + batchSize + "; it must be at least 1");
        require(
                maxSteps > 0 || (Double.isFinite(epochs) && epochs > 0),
                "epochs is " + epochs + "; it must be above 0, or a number of steps be given");
        require(maxSteps >= 0, "the number of steps is " + maxSteps + "; it must not be negative");
        require(warmup >= 0 && warmup <= 1, "warmup is " + warmup + "; it must lie between 0 and 1");
        require(
                Double.isFinite(weightDecay) && weightDecay >= 0,
                "weight decay is " + weightDecay + "; it must not be negative");
        require(Double.isFinite(clip) && clip > 0, "clip is " + clip + "; it must be above 0");
        require(threads >= 1, "threads is " + threads + "; it must be at least 1");
        require(microBatchTokens >= 1, "micro-batch tokens is " + microBatchTokens + "; it must be at least 1");
        require(snapshotEvery >= 0, "snapshot interval is " + snapshotEvery + "; it must not be negative");
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
                16, 32, LinearLayer.USUAL, 2e-3, 32, 1, 0, 0.03, 0, 1, 1, 2, Recomputation.NONE, 4096, 50, false);
    }

    public Recipe withAdapter(int newRank, double newAlpha, List<String> modules) {
        return new Recipe(
                newRank,
                newAlpha,
                modules,
                learningRate,
                batchSize,
                epochs,
                maxSteps,
                warmup,
                weightDecay,
                clip,
                seed,
                threads,
                recomputation,
                microBatchTokens,
                snapshotEvery,
                rankStabilised);
    }

    public Recipe withOptimiser(double newLearningRate, double newWarmup, double newWeightDecay, double newClip) {
        return new Recipe(
                rank,
                alpha,
                targetModules,
                newLearningRate,
                batchSize,
                epochs,
                maxSteps,
                newWarmup,
                newWeightDecay,
                newClip,
                seed,
                threads,
                recomputation,
                microBatchTokens,
                snapshotEvery,
                rankStabilised);
    }

    /** @param newMaxSteps 0 leaves the length to the epochs */
    public Recipe withLength(int newBatchSize, double newEpochs, int newMaxSteps) {
        return new Recipe(
                rank,
                alpha,
                targetModules,
                learningRate,
                newBatchSize,
                newEpochs,
                newMaxSteps,
                warmup,
                weightDecay,
                clip,
                seed,
                threads,
                recomputation,
                microBatchTokens,
                snapshotEvery,
                rankStabilised);
    }

    public Recipe withExecution(
            int newThreads, Recomputation newRecomputation, int newMicroBatchTokens, int newSnapshotEvery) {
        return new Recipe(
                rank,
                alpha,
                targetModules,
                learningRate,
                batchSize,
                epochs,
                maxSteps,
                warmup,
                weightDecay,
                clip,
                seed,
                newThreads,
                newRecomputation,
                newMicroBatchTokens,
                newSnapshotEvery,
                rankStabilised);
    }

    public Recipe withSeed(long newSeed) {
        return new Recipe(
                rank,
                alpha,
                targetModules,
                learningRate,
                batchSize,
                epochs,
                maxSteps,
                warmup,
                weightDecay,
                clip,
                newSeed,
                threads,
                recomputation,
                microBatchTokens,
                snapshotEvery,
                rankStabilised);
    }

    public Recipe withRankStabilised(boolean stabilised) {
        return new Recipe(
                rank,
                alpha,
                targetModules,
                learningRate,
                batchSize,
                epochs,
                maxSteps,
                warmup,
                weightDecay,
                clip,
                seed,
                threads,
                recomputation,
                microBatchTokens,
                snapshotEvery,
                stabilised);
    }

    /** LoRA's s in W + s B A. */
    public double scale() {
        return rankStabilised ? alpha / Math.sqrt(rank) : alpha / rank;
    }

    /** Optimiser steps for so many rows. */
    public long steps(int rows) {
        long perEpoch = (rows + batchSize - 1L) / batchSize;
        return maxSteps > 0 ? maxSteps : Math.max(1, (long) (perEpoch * epochs));
    }

    /** Learning rate of a step (counted from 0): rises linearly, then falls along half a cosine. */
    public double learningRate(long step, long steps) {
        long rising = Math.max(1, (long) (steps * warmup));
        if (step < rising) {
            return learningRate * (step + 1) / rising;
        }
        return learningRate * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / Math.max(1, steps - rising)));
    }

    /** Names of the target modules in one order, whatever order they were given in. */
    SortedSet<String> targets() {
        SortedSet<String> targets = new TreeSet<>(LinearLayer.moduleOrder());
        targets.addAll(targetModules);
        return targets;
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
                        rank,
                        alpha,
                        List.copyOf(targets()),
                        learningRate,
                        batchSize,
                        maxSteps > 0 ? 1 : epochs,
                        maxSteps,
                        warmup,
                        weightDecay,
                        clip,
                        seed,
                        threads,
                        Recomputation.NONE,
                        microBatchTokens,
                        0,
                        rankStabilised)
                .toString();
    }
}
