package io.inhouse.tuning.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that determines a training, apart from base model and rows. Equal recipes on equal inputs and hardware give
 * equal adapters.
 *
 * @param rank of the low-rank update; more learns more and costs memory (Hu et al. 2021, arXiv:2106.09685)
 * @param alpha scale of the update is alpha / rank
 * @param targetModules linear layers that get an update, by PEFT's names
 * @param learningRate peak of the schedule
 * @param batchSize examples for one gradient
 * @param epochs passes over the training rows; ignored if {@code steps} is above 0
 * @param steps steps in all; 0: as many as the epochs need
 * @param warmupFraction share of the steps in which the learning rate rises linearly; then it follows {@code schedule}
 * @param weightDecay of AdamW
 * @param maxGradientNorm gradients are clipped to this norm
 * @param recomputation {@code none} is faster; {@code full} keeps only each layer's input and needs less memory
 * @param snapshotEverySteps steps between training snapshots
 * @param threads CPU threads; part of what makes a result reproducible
 * @param rankStabilised whether the scale is alpha / sqrt(rank) instead (rsLoRA; Kalajdzievski 2023, arXiv:2312.03732)
 * @param schedule {@code constant}, {@code linear} or {@code cosine}: how the learning rate goes on after its warm-up
 * @param accumulation gradients added up for one step: it reads batchSize · accumulation rows in the memory of batchSize
 * @param packing short rows share a place in attention's grid, each seeing only itself; faster where lengths differ much
 * @param evaluateEverySteps steps between evaluations on the held-out rows, whose lowest loss chooses the adapter; 0: none, and
 *     the adapter is that of the last step
 * @param patience evaluations without a lower loss after which training stops; 0: never
 * @param loraPlusRatio how many times faster B learns than A; 1 is plain LoRA (LoRA+; Hayou et al. 2024, arXiv:2402.12354)
 * @param ranks of modules with a rank of their own; alpha goes with it, so that their updates count as much as the others'
 */
public record Recipe(
        int rank,
        double alpha,
        List<String> targetModules,
        double learningRate,
        int batchSize,
        int epochs,
        int steps,
        double warmupFraction,
        double weightDecay,
        double maxGradientNorm,
        long seed,
        String recomputation,
        int snapshotEverySteps,
        int threads,
        boolean rankStabilised,
        String schedule,
        int accumulation,
        boolean packing,
        int evaluateEverySteps,
        int patience,
        double loraPlusRatio,
        Map<String, Integer> ranks) {
    public static final List<String> ALL_LINEAR_LAYERS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    /** Names that linear layers of supported model families have; whether a certain model has them shows when it is opened. */
    public static final List<String> KNOWN_LINEAR_LAYERS = Stream.concat(
                    ALL_LINEAR_LAYERS.stream(),
                    Stream.of("w1", "w2", "w3", "q_a_proj", "q_b_proj", "kv_a_proj_with_mqa", "kv_b_proj"))
            .toList();

    private static final Set<String> RECOMPUTATIONS = Set.of("none", "full");
    private static final Set<String> SCHEDULES = Set.of("constant", "linear", "cosine");
    private static final int LARGEST_RANK = 1024;

    public Recipe {
        targetModules = List.copyOf(targetModules);
        ranks = Map.copyOf(ranks);
    }

    /** Plain LoRA along a cosine. */
    public Recipe(
            int rank,
            double alpha,
            List<String> targetModules,
            double learningRate,
            int batchSize,
            int epochs,
            int steps,
            double warmupFraction,
            double weightDecay,
            double maxGradientNorm,
            long seed,
            String recomputation,
            int snapshotEverySteps,
            int threads) {
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
                false,
                "cosine",
                1,
                false,
                0,
                0,
                1,
                Map.of());
    }

    /** The values that are used where a request says nothing. */
    public static Recipe defaults() {
        return new Recipe(16, 32, ALL_LINEAR_LAYERS, 1e-3, 32, 3, 0, 0.03, 0.0, 1.0, 1, "none", 50, 2);
    }

    /** What is wrong with this recipe, for its author to read; empty if nothing is. */
    public List<String> mistakes() {
        return java.util.stream.Stream.of(
                        mistake(rank >= 1 && rank <= LARGEST_RANK, "rank must be between 1 and 1024, but is " + rank),
                        mistake(alpha > 0 && Double.isFinite(alpha), "alpha must be above 0, but is " + alpha),
                        mistake(!targetModules.isEmpty(), "targetModules must name at least one module"),
                        unknownModules(),
                        mistake(
                                targetModules.stream().distinct().count() == targetModules.size(),
                                "targetModules names a module twice: " + targetModules),
                        mistake(
                                learningRate > 0 && learningRate < 1e3,
                                "learningRate must be above 0 and below 1000, but is " + learningRate),
                        mistake(
                                batchSize >= 1 && batchSize <= 65_536,
                                "batchSize must be between 1 and 65536, but is " + batchSize),
                        mistake(steps >= 0, "steps must not be negative, but is " + steps),
                        mistake(steps > 0 || epochs >= 1, "epochs must be at least 1, but is " + epochs),
                        mistake(
                                warmupFraction >= 0 && warmupFraction < 1,
                                "warmupFraction must be at least 0 and below 1, but is " + warmupFraction),
                        mistake(
                                weightDecay >= 0 && weightDecay < 1,
                                "weightDecay must be at least 0 and below 1, but is " + weightDecay),
                        mistake(maxGradientNorm > 0, "maxGradientNorm must be above 0, but is " + maxGradientNorm),
                        mistake(
                                RECOMPUTATIONS.contains(recomputation),
                                "recomputation must be none or full, but is " + recomputation),
                        mistake(
                                snapshotEverySteps >= 1,
                                "snapshotEverySteps must be at least 1, but is " + snapshotEverySteps),
                        mistake(
                                threads >= 1 && threads <= 1024,
                                "threads must be between 1 and 1024, but is " + threads),
                        mistake(
                                SCHEDULES.contains(schedule),
                                "schedule must be constant, linear or cosine, but is " + schedule),
                        mistake(
                                accumulation >= 1 && accumulation <= 1024,
                                "accumulation must be between 1 and 1024, but is " + accumulation),
                        mistake(
                                evaluateEverySteps >= 0,
                                "evaluateEverySteps must not be negative, but is " + evaluateEverySteps),
                        mistake(patience >= 0, "patience must not be negative, but is " + patience),
                        mistake(
                                patience <= 0 || evaluateEverySteps > 0,
                                "patience counts evaluations, so evaluateEverySteps must be above 0"),
                        mistake(
                                loraPlusRatio > 0 && loraPlusRatio <= 1000,
                                "loraPlusRatio must be above 0 and at most 1000, but is " + loraPlusRatio),
                        ranksWithoutSense())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private String ranksWithoutSense() {
        Map<String, Integer> wrong = new TreeMap<>(ranks);
        wrong.entrySet()
                .removeIf(own ->
                        targetModules.contains(own.getKey()) && own.getValue() >= 1 && own.getValue() <= LARGEST_RANK);
        return mistake(
                wrong.isEmpty(),
                "ranks must give target modules ranks between 1 and " + LARGEST_RANK + ", but has " + wrong);
    }

    private String unknownModules() {
        List<String> unknown = targetModules.stream()
                .filter(m -> !KNOWN_LINEAR_LAYERS.contains(m))
                .toList();
        return mistake(
                unknown.isEmpty(),
                "targetModules has unknown modules " + unknown + "; known are " + KNOWN_LINEAR_LAYERS);
    }

    private static String mistake(boolean right, String text) {
        return right ? "" : text;
    }
}
