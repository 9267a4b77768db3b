package io.inhouse.training.worker;

import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.ModelOptions;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.weights.UnusableModelException;
import io.inhouse.training.DivergedException;
import io.inhouse.training.LoraTraining;
import io.inhouse.training.Recipe;
import io.inhouse.training.Recomputation;
import io.inhouse.training.TrainingRefusedException;
import io.inhouse.training.TrainingResult;
import io.inhouse.training.TrainingRow;
import io.inhouse.training.worker.JobEvaluation.Figures;
import io.inhouse.tuning.client.JobFailure;
import io.inhouse.tuning.client.JobResult;
import io.inhouse.tuning.client.lease.Completion;
import io.inhouse.tuning.client.lease.FailureReport;
import io.inhouse.tuning.client.lease.LeaseSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** One job from the lease to the registered adapter. */
final class JobRun {
    /** What a recipe does not say and everybody gets. */
    private static final int MICRO_BATCH_TOKENS = 4096;

    private static final int LEASES_TO_WAIT = 10;
    private static final String CODE_VERSION = "inhouse-trainer 0.1.0";

    private final LeaseClient server;

    JobRun(LeaseClient server) {
        this.server = server;
    }

    /** How it ended, for the process's exit code. */
    enum End {
        REGISTERED,
        REPORTED_FAILED,
        CANCELLED,
        LEASE_LOST
    }

    /**
     * Works to the end. A failure that another attempt would meet again is reported to the server; anything else is thrown,
     * ends the process, and lets the server try once more.
     */
    End run() throws IOException, InterruptedException {
        LeaseSpec spec = server.spec();
        try (Pulse pulse = new Pulse(server, spec)) {
            try (DirectoryLock ignored = DirectoryLock.take(directory(spec), patience(spec), pulse)) {
                Completion completion = work(spec, pulse);
                if (!pulse.mayContinue()) {
                    throw new CancellationException("stopped before registering");
                }
                pulse.enter("registering", 0);
                server.upload(adapterFile(spec, AdapterDirectory.WEIGHTS), spec.fence());
                server.upload(adapterFile(spec, AdapterDirectory.CONFIG), spec.fence());
                server.complete(completion);
                return End.REGISTERED;
            } catch (CancellationException e) {
                if (pulse.stop() == Pulse.Stop.LEASE_LOST) {
                    return End.LEASE_LOST;
                }
                report(spec, new JobFailure("cancelled", "The job was cancelled by its owner.", null));
                return End.CANCELLED;
            } catch (DivergedException e) {
                return report(spec, new JobFailure("diverged", String.valueOf(e.getMessage()), (int) e.step()));
            } catch (TrainingRefusedException e) {
                return report(spec, new JobFailure("unusable_rows", String.valueOf(e.getMessage()), null));
            } catch (UnusableModelException e) {
                return report(spec, new JobFailure("unusable_base_model", String.valueOf(e.getMessage()), null));
            } catch (ServerRefusalException e) {
                return report(spec, new JobFailure("refused_by_server", String.valueOf(e.getMessage()), null));
            }
        } catch (LeaseLostException e) {
            System.getLogger(JobRun.class.getName())
                    .log(System.Logger.Level.WARNING, "the lease is lost reason={0}", e.getMessage());
            return End.LEASE_LOST;
        }
    }

    /** Of a trainer that has lost its lease, one step or one part of an evaluation is left; on a slow machine minutes. */
    private static Duration patience(LeaseSpec spec) {
        return Duration.ofSeconds(spec.leaseSeconds()).multipliedBy(LEASES_TO_WAIT);
    }

    private End report(LeaseSpec spec, JobFailure failure) throws InterruptedException {
        server.failed(new FailureReport(spec.fence(), failure));
        return End.REPORTED_FAILED;
    }

    private Completion work(LeaseSpec spec, Pulse pulse) throws IOException, InterruptedException {
        pulse.enter("preparing", 0);
        Path base = Path.of(spec.baseDirectory());
        Recipe recipe = recipe(spec.recipe());
        // A fixed day: a template that writes the date must not make equal jobs differ.
        JobRows reader = JobRows.forModel(base, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        List<TrainingRow> train = reader.examples(server.rows("train", spec.trainRows()), "train");
        List<TrainingRow> test =
                spec.testRows() == 0 ? List.of() : reader.examples(server.rows("test", spec.testRows()), "test");
        refuseWhatWasSeen(train, test);
        try (LanguageModel model = LanguageModel.open(
                base, ModelOptions.defaults().withThreads(recipe.execution().threads()))) {
            // Every row is looked at before the first is computed with.
            LoraTraining training =
                    new LoraTraining(model, spec.baseDigest(), recipe, train, test, directory(spec), pulse);
            int examples = training.prepare().size();
            JobEvaluation evaluation = new JobEvaluation(spec, model, test, MICRO_BATCH_TOKENS, pulse);
            Figures before = evaluation.base();
            pulse.enter("training", (int) recipe.steps(examples));
            TrainingResult trained = training.run();
            Figures after = evaluation.tuned(trained.adapterDirectory());
            return new Completion(
                    spec.fence(),
                    trained.adapterDigest(),
                    result(
                            spec,
                            operationsPerToken(model.config(), recipe),
                            trained,
                            examples,
                            evaluation,
                            before,
                            after,
                            pulse.resumedAt()));
        }
    }

    /** Held-out rows that are trained on would make the evaluation say more than is true. */
    static void refuseWhatWasSeen(List<TrainingRow> train, List<TrainingRow> test) {
        Set<TrainingRow> seen = new HashSet<>(train);
        List<Integer> both = IntStream.range(0, test.size())
                .filter(i -> seen.contains(test.get(i)))
                .mapToObj(i -> i + 1)
                .toList();
        if (!both.isEmpty()) {
            throw new TrainingRefusedException(both.size() + " of " + test.size()
                    + " held-out rows are among the training rows, the first is held-out row " + both.getFirst()
                    + ": the evaluation would not be one. Take them out of one of the two and seal a new version.");
        }
    }

    private static JobResult result(
            LeaseSpec spec,
            double operationsPerToken,
            TrainingResult trained,
            int examples,
            JobEvaluation evaluation,
            Figures before,
            Figures after,
            long resumedAt) {
        long steps = trained.steps();
        // This process read only the rows after the step at which it went on; the cost is that of the whole job.
        double share = steps == resumedAt ? 1 : (double) steps / (steps - resumedAt);
        return new JobResult(
                before.exactMatch(),
                after.exactMatch(),
                evaluation.rows(),
                trained.lastLoss(),
                (int) steps,
                trained.tokens(),
                trained.seconds(),
                trained.tokensPerSecond(),
                Hardware.peakMemory(),
                trained.tokens() * share * operationsPerToken,
                (int) resumedAt,
                CODE_VERSION,
                Hardware.describe(spec.recipe().threads()),
                evaluation.measuredBy(),
                before.textLoss(),
                after.textLoss(),
                before.perplexity(),
                after.perplexity(),
                evaluation.textTokens(),
                examples,
                trained.chosen() == null ? null : (int) trained.chosen().step(),
                trained.chosen() == null ? null : trained.chosen().heldOutLoss());
    }

    /**
     * Two operations per weight of the linear layers (of experts: the chosen ones) forwards and two backwards (gradients of the activations only: the base
     * is frozen), and two more when activations are computed again. Attention and the head are left out.
     */
    private static double operationsPerToken(ModelConfig config, Recipe recipe) {
        return (recipe.execution().recomputation() == Recomputation.FULL ? 6.0 : 4.0) * config.activeParameters();
    }

    private static Recipe recipe(io.inhouse.tuning.client.Recipe asked) {
        return Recipe.of(asked, MICRO_BATCH_TOKENS);
    }

    private static Path adapterFile(LeaseSpec spec, String name) {
        return directory(spec).resolve("adapter").resolve(name);
    }

    private static Path directory(LeaseSpec spec) {
        return Path.of(spec.workDirectory());
    }
}
