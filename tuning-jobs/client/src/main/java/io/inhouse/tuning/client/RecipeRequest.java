package io.inhouse.tuning.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link Recipe} that somebody wants otherwise than its defaults. */
public record RecipeRequest(
        @Nullable Integer rank,
        @Nullable Double alpha,
        @Nullable List<String> targetModules,
        @Nullable Double learningRate,
        @Nullable Integer batchSize,
        @Nullable Integer epochs,
        @Nullable Integer steps,
        @Nullable Double warmupFraction,
        @Nullable Double weightDecay,
        @Nullable Double maxGradientNorm,
        @Nullable Long seed,
        @Nullable String recomputation,
        @Nullable Integer snapshotEverySteps,
        @Nullable Integer threads,
        @Nullable Boolean rankStabilised) {
    /** Says nothing about {@code rankStabilised}. */
    public RecipeRequest(
            @Nullable Integer rank,
            @Nullable Double alpha,
            @Nullable List<String> targetModules,
            @Nullable Double learningRate,
            @Nullable Integer batchSize,
            @Nullable Integer epochs,
            @Nullable Integer steps,
            @Nullable Double warmupFraction,
            @Nullable Double weightDecay,
            @Nullable Double maxGradientNorm,
            @Nullable Long seed,
            @Nullable String recomputation,
            @Nullable Integer snapshotEverySteps,
            @Nullable Integer threads) {
        this(
                rank,
                alpha,
                targetModules,
                learningRate,
                batchSize,
                epochs,
                steps,
                warmupFraction,
                weightDecay,
                maxGradientNorm,
                seed,
                recomputation,
                snapshotEverySteps,
                threads,
                null);
    }

    /** Nothing otherwise than the defaults. */
    public static RecipeRequest nothing() {
        return new RecipeRequest(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The whole recipe; not checked, see {@link Recipe#mistakes}. */
    public Recipe over(Recipe defaults) {
        return new Recipe(
                or(rank, defaults.rank()),
                or(alpha, defaults.alpha()),
                or(targetModules, defaults.targetModules()),
                or(learningRate, defaults.learningRate()),
                or(batchSize, defaults.batchSize()),
                or(epochs, defaults.epochs()),
                or(steps, defaults.steps()),
                or(warmupFraction, defaults.warmupFraction()),
                or(weightDecay, defaults.weightDecay()),
                or(maxGradientNorm, defaults.maxGradientNorm()),
                or(seed, defaults.seed()),
                or(recomputation, defaults.recomputation()),
                or(snapshotEverySteps, defaults.snapshotEverySteps()),
                or(threads, defaults.threads()),
                or(rankStabilised, defaults.rankStabilised()));
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
