package io.inhouse.tuning.finetuning;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.inhouse.tuning.client.JobEvent;
import io.inhouse.tuning.client.JobFailure;
import io.inhouse.tuning.client.JobProgress;
import io.inhouse.tuning.client.JobState;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.TuningJob;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tuning job as OpenAI's API spells it; times in Unix seconds. */
record FineTuningJob(
        String object,
        String id,
        String model,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("finished_at") @Nullable Long finishedAt,
        @JsonProperty("fine_tuned_model") @Nullable String fineTunedModel,
        @JsonProperty("organization_id") String organizationId,
        @JsonProperty("result_files") List<String> resultFiles,
        String status,
        @JsonProperty("validation_file") @Nullable String validationFile,
        @JsonProperty("training_file") String trainingFile,
        Hyperparameters hyperparameters,
        @JsonProperty("trained_tokens") @Nullable Long trainedTokens,
        @Nullable Problem error,
        long seed,
        @JsonProperty("estimated_finish") @Nullable Long estimatedFinish,
        List<String> integrations,
        Method method) {
    record Hyperparameters(
            @JsonProperty("n_epochs") int epochs,
            @JsonProperty("batch_size") int batchSize,
            @JsonProperty("learning_rate_multiplier") double learningRateMultiplier) {}

    record Problem(String code, String message, @Nullable String param) {}

    record Method(String type, Supervised supervised) {}

    record Supervised(Hyperparameters hyperparameters) {}

    record Page<T>(
            String object,
            List<T> data,
            @JsonProperty("has_more") boolean hasMore) {}

    record Event(
            String object,
            String id,
            @JsonProperty("created_at") long createdAt,
            String level,
            String message,
            String type,
            @Nullable JobProgress data) {}

    static FineTuningJob of(TuningJob job, Instant now) {
        Recipe recipe = job.recipe();
        Hyperparameters hyperparameters = new Hyperparameters(
                recipe.epochs(),
                recipe.batchSize(),
                recipe.learningRate() / Recipe.defaults().learningRate());
        JobFailure failure = job.failure();
        Instant finished = job.finishedAt();
        JobProgress progress = job.progress();
        Long secondsLeft = progress == null || job.state() != JobState.RUNNING ? null : progress.secondsLeft();
        return new FineTuningJob(
                "fine_tuning.job",
                job.id(),
                job.baseModel(),
                job.createdAt().getEpochSecond(),
                finished == null ? null : finished.getEpochSecond(),
                job.adapterId(),
                job.project(),
                List.of(),
                job.state().code(),
                null,
                job.datasetVersion(),
                hyperparameters,
                job.result() == null ? null : job.result().tokens(),
                failure == null ? null : new Problem(failure.code(), failure.detail(), null),
                recipe.seed(),
                secondsLeft == null ? null : now.getEpochSecond() + secondsLeft,
                List.of(),
                new Method("supervised", new Supervised(hyperparameters)));
    }

    static Event event(TuningJob job, JobEvent event) {
        JobProgress progress = event.progress();
        String message = progress == null
                ? event.message()
                : progress.phase() + ", step " + progress.step() + " of " + progress.totalSteps();
        return new Event(
                "fine_tuning.job.event",
                "ftevent-" + job.id() + "-" + event.number(),
                event.at().getEpochSecond(),
                event.state() == JobState.FAILED ? "error" : "info",
                message,
                progress == null ? "message" : "metrics",
                progress);
    }
}
