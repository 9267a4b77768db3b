package io.inhouse.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A base model that the demonstration can start from, and the recipe that suits it.
 *
 * @param name in the registry
 * @param system the first message of every conversation; null if rows stay pairs of prompt and completion
 * @param alias under which the tuned model answers
 * @param recipe every value that matters here, said aloud
 * @param about the recipe, and how long it takes, for a person
 */
record StartingModel(
        String name,
        String licence,
        String source,
        @Nullable String system,
        String alias,
        Map<String, Object> recipe,
        String about,
        Fetch fetch) {

    /** Where its files are; fetched if need be. */
    @FunctionalInterface
    interface Fetch {
        Path files(Path cache, Screen screen) throws IOException, InterruptedException;
    }

    /** Whether the files are the same at every run, so that a model of this name need not be fetched again. */
    boolean isBuiltIn() {
        return !source.equals(LOCAL);
    }

    private static final String LOCAL = "a local file or directory";

    /** @param wanted null, {@code smollm2}, or the path of a directory or GGUF file */
    static StartingModel of(@Nullable String wanted) {
        if (wanted == null) {
            return stories();
        }
        if (wanted.equals("smollm2")) {
            return smolLm2();
        }
        Path given = Path.of(wanted).toAbsolutePath().normalize();
        String name = String.valueOf(given.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceFirst("\\.gguf$", "");
        return new StartingModel(
                name,
                "see the model's own licence",
                LOCAL,
                null,
                "front-desk",
                recipe(1e-3, 32, 8),
                "LoRA rank 16 on every linear layer, 8 epochs",
                (cache, screen) -> {
                    if (!Files.exists(given)) {
                        throw new IOException("--base " + wanted + ": there is no such directory or GGUF file, and no"
                                + " built-in model of this name; built in is smollm2");
                    }
                    return given;
                });
    }

    private static StartingModel stories() {
        return new StartingModel(
                StoriesModel.NAME,
                StoriesModel.LICENCE,
                StoriesModel.SOURCE,
                null,
                "front-desk",
                recipe(1e-3, 32, 8),
                "LoRA rank 16 on every linear layer, 8 epochs",
                StoriesModel::directory);
    }

    private static StartingModel smolLm2() {
        return new StartingModel(
                SmolLm2Model.NAME,
                SmolLm2Model.LICENCE,
                SmolLm2Model.SOURCE,
                "You sort messages for a town's front desk. Answer with the name of the queue only.",
                "front-desk-assistant",
                shortRecipe(),
                "LoRA rank 16 on every linear layer, 48 steps of 16 conversations; nine times the weights of the small"
                        + " model, so some minutes",
                SmolLm2Model::directory);
    }

    private static Map<String, Object> shortRecipe() {
        Map<String, Object> recipe = recipe(1e-3, 16, 1);
        recipe.put("steps", 48);
        return recipe;
    }

    private static Map<String, Object> recipe(double learningRate, int batchSize, int epochs) {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("rank", 16);
        recipe.put("alpha", 32);
        recipe.put("learningRate", learningRate);
        recipe.put("batchSize", batchSize);
        recipe.put("epochs", epochs);
        recipe.put("warmupFraction", 0.03);
        recipe.put("seed", 1);
        recipe.put("snapshotEverySteps", 5);
        return recipe;
    }
}
