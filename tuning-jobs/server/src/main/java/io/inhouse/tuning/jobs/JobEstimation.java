package io.inhouse.tuning.jobs;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelFile;
import io.inhouse.tuning.client.EstimateRequest;
import io.inhouse.tuning.client.JobEstimate;
import io.inhouse.tuning.client.JobEstimate.TokensFrom;
import io.inhouse.tuning.client.JobResult;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import io.inhouse.tuning.client.TuningJob;
import io.inhouse.tuning.estimate.ModelShape;
import io.inhouse.tuning.estimate.TrainingCost;
import io.inhouse.tuning.estimate.TrainingCost.Rows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says before a job starts what it will need, and refuses the one that cannot fit. */
@ApplicationScoped
public class JobEstimation {
    private static final int LOOKED_BACK = 50;

    private final Orders orders;
    private final TuningJobs jobs;
    private final TrainerMemory memory;
    private final EstimateConfig config;

    JobEstimation(Orders orders, TuningJobs jobs, TrainerMemory memory, EstimateConfig config) {
        this.orders = orders;
        this.jobs = jobs;
        this.memory = memory;
        this.config = config;
    }

    /** @throws PlatformException saying what is wrong with the request */
    public JobEstimate estimate(Caller caller, String bearer, EstimateRequest request) {
        Recipe recipe = Orders.recipe(request.recipe());
        Double given = request.tokensPerRow();
        Orders.require(given == null || (given >= 2 && given <= 1e7), "tokensPerRow", "must be between 2 and 10000000");
        BaseModel base = orders.base(bearer, caller.project(), Orders.given("baseModel", request.baseModel()));
        DatasetVersion version =
                orders.version(bearer, caller.project(), Orders.given("datasetVersion", request.datasetVersion()));
        ModelShape shape = shape(base)
                .orElseThrow(() -> new PlatformException(
                        Failure.UNPROCESSABLE,
                        "The extents of base model " + base.name()
                                + " are not known here: its config.json cannot be read, or it is of a kind (a mixture of"
                                + " experts, say) for which nothing has been measured. The job can be ordered all the same.",
                        Map.of("param", "baseModel")));
        return estimate(shape, base, version, recipe, given);
    }

    /** @throws PlatformException {@code UNPROCESSABLE} if this training needs more memory than a trainer may have */
    void refuseWhatCannotFit(BaseModel base, DatasetVersion version, Recipe recipe) {
        Optional<ModelShape> shape = shape(base);
        if (shape.isEmpty()) {
            return;
        }
        JobEstimate estimate = estimate(shape.get(), base, version, recipe, null);
        if (estimate.tokensFrom() == TokensFrom.LIMIT) {
            // Rows may be shorter than the limit: only what cannot be done with the shortest is refused.
            estimate = estimate(shape.get(), base, version, recipe, 2.0);
        }
        if (!estimate.fits()) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE,
                    "This training needs about %.0f MB of memory, and a trainer may use %.0f MB here. %s"
                            .formatted(
                                    estimate.peakRssMb(), estimate.availableMb(), String.join(" ", estimate.advice())),
                    Map.of("param", "recipe"));
        }
    }

    private JobEstimate estimate(
            ModelShape shape, BaseModel base, DatasetVersion version, Recipe recipe, @Nullable Double given) {
        List<TuningJob> earlier =
                QuarkusTransaction.requiringNew().call(() -> jobs.succeeded(version.project(), LOOKED_BACK));
        Optional<Double> known = lengthKnown(earlier, base, version);
        double length = given != null ? given : known.orElse((double) shape.context());
        Rows rows = new Rows(version.trainRows(), version.testRows(), length);
        TrainingCost cost = TrainingCost.of(shape, recipe, rows);
        Optional<Double> speed = speed(earlier, base);
        double available = memory.availableMegabytes();
        return new JobEstimate(
                cost.steps(),
                cost.tokens(),
                length,
                given != null ? TokensFrom.GIVEN : known.isPresent() ? TokensFrom.EARLIER_JOB : TokensFrom.LIMIT,
                cost.flops(),
                cost.flops() / speed.orElse(config.assumedFlopsPerThread() * recipe.threads()),
                speed.isPresent(),
                cost.peak(),
                available,
                cost.peak() <= available,
                cost.memory(),
                cost.peak() <= available ? List.of() : advice(shape, recipe, rows, available));
    }

    private static Optional<ModelShape> shape(BaseModel base) {
        long bytes = base.files().stream()
                .filter(file -> file.name().endsWith(".safetensors"))
                .mapToLong(ModelFile::size)
                .sum();
        return ModelShape.of(Path.of(base.directory()), bytes);
    }

    /** Tokens per row of the newest job on the same rows with the same tokenizer. */
    private static Optional<Double> lengthKnown(List<TuningJob> earlier, BaseModel base, DatasetVersion version) {
        return earlier.stream()
                .filter(job -> job.datasetDigest().equals(version.digest()))
                .filter(job -> job.baseDigest().equals(base.digest()))
                .flatMap(job -> Optional.ofNullable(job.result()).stream()
                        .filter(result -> result.resumedAtStep() == 0 && result.steps() > 0)
                        .map(result -> result.tokens() / rowsRead(job, result)))
                .findFirst();
    }

    /** As the dataset counts them: a text that was read in several windows is one row. */
    private static double rowsRead(TuningJob job, JobResult result) {
        double windowsPerRow = result.trainExamples() == 0 ? 1 : (double) result.trainExamples() / job.trainRows();
        return (double) result.steps() * job.recipe().batchSize() * job.recipe().accumulation() / windowsPerRow;
    }

    /** Operations per second of the newest job, of the same base model if there is one. */
    private static Optional<Double> speed(List<TuningJob> earlier, BaseModel base) {
        List<TuningJob> measured = earlier.stream()
                .filter(job -> job.result() != null
                        && job.result().resumedAtStep() == 0
                        && job.result().trainSeconds() > 0)
                .toList();
        return measured.stream()
                .filter(job -> job.baseDigest().equals(base.digest()))
                .findFirst()
                .or(() -> measured.stream().findFirst())
                .flatMap(job -> Optional.ofNullable(job.result()))
                .map(result -> result.flops() / result.trainSeconds());
    }

    private static List<String> advice(ModelShape shape, Recipe recipe, Rows rows, double available) {
        List<String> advice = new ArrayList<>();
        Recipe again = with(recipe, recipe.batchSize(), recipe.rank(), "full");
        if (!recipe.recomputation().equals("full")) {
            suggest(advice, "Set recomputation to full", TrainingCost.of(shape, again, rows), available);
        }
        for (int batch = recipe.batchSize() / 2; batch >= 1 && advice.isEmpty(); batch /= 2) {
            suggest(
                    advice,
                    "Set recomputation to full and batchSize to " + batch,
                    TrainingCost.of(shape, with(again, batch, recipe.rank(), "full"), rows),
                    available);
        }
        for (int rank = recipe.rank() / 2; rank >= 1 && advice.isEmpty(); rank /= 2) {
            suggest(
                    advice,
                    "Set recomputation to full, batchSize to 1 and rank to " + rank,
                    TrainingCost.of(shape, with(again, 1, rank, "full"), rows),
                    available);
        }
        if (advice.isEmpty()) {
            advice.add("No recipe fits this base model here: use a smaller base model or a machine with more memory.");
        }
        return advice;
    }

    private static void suggest(List<String> advice, String what, TrainingCost cost, double available) {
        if (cost.peak() <= available) {
            advice.add("%s: that needs about %.0f MB.".formatted(what, cost.peak()));
        }
    }

    private static Recipe with(Recipe recipe, int batch, int rank, String recomputation) {
        return new RecipeRequest(
                        rank, null, null, null, batch, null, null, null, null, null, null, recomputation, null, null)
                .over(recipe);
    }
}
