package io.inhouse.portal.tuning;

import io.inhouse.tuning.client.EstimateRequest;
import io.inhouse.tuning.client.NewTuningJob;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has written into the form for a job, as it stands there.
 *
 * @param numbers as text, so that a mistake can be shown where it was made
 * @param ranks of single modules, as {@code q_proj: 8, v_proj: 4}; may be empty
 * @param tokensPerRow only for the estimate; may be empty
 * @param key makes a form that is sent twice one order
 */
public record Order(
        String baseModel,
        String datasetVersion,
        String purpose,
        String suffix,
        Map<RecipeField, String> numbers,
        List<String> targetModules,
        String recomputation,
        String schedule,
        boolean packing,
        String ranks,
        String tokensPerRow,
        String key) {
    /** The form as it is first shown. */
    static Order fresh(String datasetVersion, String key) {
        Recipe defaults = Recipe.defaults();
        Map<RecipeField, String> numbers = new EnumMap<>(RecipeField.class);
        for (RecipeField field : RecipeField.values()) {
            numbers.put(field, field.valueIn(defaults));
        }
        return new Order(
                "",
                datasetVersion,
                "",
                "",
                numbers,
                defaults.targetModules(),
                defaults.recomputation(),
                defaults.schedule(),
                defaults.packing(),
                written(defaults.ranks()),
                "",
                key);
    }

    static Order of(MultivaluedMap<String, String> form) {
        Map<RecipeField, String> numbers = new EnumMap<>(RecipeField.class);
        for (RecipeField field : RecipeField.values()) {
            numbers.put(field, text(form, field.field()));
        }
        return new Order(
                text(form, "baseModel"),
                text(form, "datasetVersion"),
                text(form, "purpose"),
                text(form, "suffix"),
                numbers,
                Optional.ofNullable(form.get("targetModules")).orElse(List.of()),
                text(form, "recomputation"),
                text(form, "schedule"),
                !text(form, "packing").isEmpty(),
                text(form, "ranks"),
                text(form, "tokensPerRow"),
                text(form, "key"));
    }

    /** An earlier job's recipe on its data, to be changed and ordered again. */
    static Order like(io.inhouse.tuning.client.TuningJob job, String key) {
        Map<RecipeField, String> numbers = new EnumMap<>(RecipeField.class);
        for (RecipeField field : RecipeField.values()) {
            numbers.put(field, field.valueIn(job.recipe()));
        }
        return new Order(
                job.baseModel(),
                job.datasetVersion(),
                job.purpose(),
                Objects.requireNonNullElse(job.suffix(), ""),
                numbers,
                job.recipe().targetModules(),
                job.recipe().recomputation(),
                job.recipe().schedule(),
                job.recipe().packing(),
                written(job.recipe().ranks()),
                "",
                key);
    }

    public String number(RecipeField field) {
        return numbers.getOrDefault(field, "");
    }

    public boolean targets(String module) {
        return targetModules.contains(module);
    }

    /** The first number that is none. */
    Optional<RecipeField> unreadable() {
        for (RecipeField field : RecipeField.values()) {
            try {
                if (field.isWhole()) {
                    value(field, Long::valueOf);
                } else {
                    value(field, Double::valueOf);
                }
            } catch (NumberFormatException e) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    NewTuningJob job() {
        return new NewTuningJob(baseModel, datasetVersion, purpose, suffix.isEmpty() ? null : suffix, recipe());
    }

    /** @throws NumberFormatException if the length of rows is no number */
    EstimateRequest question() {
        return new EstimateRequest(
                baseModel, datasetVersion, recipe(), tokensPerRow.isEmpty() ? null : Double.valueOf(tokensPerRow));
    }

    private RecipeRequest recipe() {
        return new RecipeRequest(
                value(RecipeField.RANK, Integer::valueOf),
                value(RecipeField.ALPHA, Double::valueOf),
                targetModules,
                value(RecipeField.LEARNING_RATE, Double::valueOf),
                value(RecipeField.BATCH_SIZE, Integer::valueOf),
                value(RecipeField.EPOCHS, Integer::valueOf),
                value(RecipeField.STEPS, Integer::valueOf),
                value(RecipeField.WARMUP_FRACTION, Double::valueOf),
                value(RecipeField.WEIGHT_DECAY, Double::valueOf),
                value(RecipeField.MAX_GRADIENT_NORM, Double::valueOf),
                value(RecipeField.SEED, Long::valueOf),
                recomputation.isEmpty() ? null : recomputation,
                value(RecipeField.SNAPSHOT_EVERY_STEPS, Integer::valueOf),
                value(RecipeField.THREADS, Integer::valueOf),
                null,
                schedule.isEmpty() ? null : schedule,
                value(RecipeField.ACCUMULATION, Integer::valueOf),
                packing,
                value(RecipeField.EVALUATE_EVERY_STEPS, Integer::valueOf),
                value(RecipeField.PATIENCE, Integer::valueOf),
                value(RecipeField.LORA_PLUS_RATIO, Double::valueOf),
                read(ranks),
                null);
    }

    static String written(Map<String, Integer> ranks) {
        return new TreeMap<>(ranks)
                .entrySet().stream()
                        .map(own -> own.getKey() + ": " + own.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** What is no rank becomes 0 under its own words, and the answer to the order names it. */
    private static Map<String, Integer> read(String ranks) {
        Map<String, Integer> read = new TreeMap<>();
        for (String own : ranks.split("[,;\\n]")) {
            String[] parts = own.strip().split("\\s*[:=]\\s*", 2);
            boolean whole = parts.length == 2 && parts[1].matches("[0-9]{1,5}");
            if (!parts[0].isEmpty()) {
                read.put(parts[0], whole ? Integer.parseInt(parts[1]) : 0);
            }
        }
        return read;
    }

    private <T> @Nullable T value(RecipeField field, Function<String, T> parse) {
        String text = number(field);
        return text.isEmpty() ? null : parse.apply(text);
    }

    private static String text(MultivaluedMap<String, String> form, String name) {
        return Objects.requireNonNullElse(form.getFirst(name), "").strip();
    }
}
