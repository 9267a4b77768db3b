package io.inhouse.tuning.client;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@link Recipe} that somebody wants otherwise than its defaults.
 *
 * @param unknown members that are no part of a recipe, see {@link #mistakes}
 */
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
        @Nullable Boolean rankStabilised,
        @Nullable String schedule,
        @Nullable Integer accumulation,
        @Nullable Boolean packing,
        @Nullable Integer evaluateEverySteps,
        @Nullable Integer patience,
        @Nullable Double loraPlusRatio,
        @Nullable Map<String, Integer> ranks,
        @JsonAnySetter @JsonAnyGetter @Nullable Map<String, @Nullable Object> unknown) {
    /** Says nothing about what follows {@code threads}. */
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
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
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
                or(rankStabilised, defaults.rankStabilised()),
                or(schedule, defaults.schedule()),
                or(accumulation, defaults.accumulation()),
                or(packing, defaults.packing()),
                or(evaluateEverySteps, defaults.evaluateEverySteps()),
                or(patience, defaults.patience()),
                or(loraPlusRatio, defaults.loraPlusRatio()),
                or(ranks, defaults.ranks()));
    }

    /** Members that no recipe has, each with the one that was probably meant; empty if there are none. */
    public List<String> mistakes() {
        return unknown == null
                ? List.of()
                : unknown.keySet().stream()
                        .sorted()
                        .map(name -> name + " is no part of a recipe; did you mean " + nearest(name) + "?")
                        .toList();
    }

    private static String nearest(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(RecipeRequest.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(known -> !known.equals("unknown"))
                .min(Comparator.comparingInt(known -> apart(wanted, known.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** A name of which only the beginning was written is meant before any other. */
    private static int apart(String wanted, String known) {
        return known.startsWith(wanted) || wanted.startsWith(known) ? 0 : distance(wanted, known);
    }

    /** Characters to insert, delete or replace (Levenshtein 1966). */
    private static int distance(String a, String b) {
        int[] before = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
