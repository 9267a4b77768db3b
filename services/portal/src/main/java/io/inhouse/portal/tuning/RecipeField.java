package io.inhouse.portal.tuning;

import io.inhouse.tuning.client.Recipe;

/** The numbers of a recipe that a form asks for, in its order. What each means is in {@link TuningWords#hint}. */
public enum RecipeField {
    EPOCHS("epochs", 1),
    LEARNING_RATE("learningRate", 0),
    BATCH_SIZE("batchSize", 1),
    RANK("rank", 1),
    ALPHA("alpha", 0),
    STEPS("steps", 1),
    WARMUP_FRACTION("warmupFraction", 0),
    WEIGHT_DECAY("weightDecay", 0),
    MAX_GRADIENT_NORM("maxGradientNorm", 0),
    SEED("seed", 1),
    SNAPSHOT_EVERY_STEPS("snapshotEverySteps", 1),
    THREADS("threads", 1),
    ACCUMULATION("accumulation", 1),
    EVALUATE_EVERY_STEPS("evaluateEverySteps", 1),
    PATIENCE("patience", 1),
    LORA_PLUS_RATIO("loraPlusRatio", 0);

    private final String field;
    private final int step;

    /** @param step of whole numbers 1; of others 0 */
    RecipeField(String field, int step) {
        this.field = field;
        this.step = step;
    }

    /** Name in forms and in the API. */
    public String field() {
        return field;
    }

    public boolean isWhole() {
        return step == 1;
    }

    String valueIn(Recipe recipe) {
        return switch (this) {
            case EPOCHS -> String.valueOf(recipe.epochs());
            case LEARNING_RATE -> plain(recipe.learningRate());
            case BATCH_SIZE -> String.valueOf(recipe.batchSize());
            case RANK -> String.valueOf(recipe.rank());
            case ALPHA -> plain(recipe.alpha());
            case STEPS -> String.valueOf(recipe.steps());
            case WARMUP_FRACTION -> plain(recipe.warmupFraction());
            case WEIGHT_DECAY -> plain(recipe.weightDecay());
            case MAX_GRADIENT_NORM -> plain(recipe.maxGradientNorm());
            case SEED -> String.valueOf(recipe.seed());
            case SNAPSHOT_EVERY_STEPS -> String.valueOf(recipe.snapshotEverySteps());
            case THREADS -> String.valueOf(recipe.threads());
            case ACCUMULATION -> String.valueOf(recipe.accumulation());
            case EVALUATE_EVERY_STEPS -> String.valueOf(recipe.evaluateEverySteps());
            case PATIENCE -> String.valueOf(recipe.patience());
            case LORA_PLUS_RATIO -> plain(recipe.loraPlusRatio());
        };
    }

    private static String plain(double number) {
        return new java.math.BigDecimal(String.valueOf(number))
                .stripTrailingZeros()
                .toPlainString();
    }
}
