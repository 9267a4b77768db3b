package io.inhouse.training;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.tensor.NativeRuntime;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.training.TrainingListener.Phase;
import io.inhouse.training.TrainingListener.Progress;
import io.inhouse.training.rows.RowOrder;
import io.inhouse.training.rows.TokenRow;
import io.inhouse.training.snapshot.Snapshots;
import io.inhouse.training.snapshot.Snapshots.Snapshot;
import io.inhouse.training.step.AdapterState;
import io.inhouse.training.step.LoraStep;
import io.inhouse.training.step.LoraStep.Gradients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One tuning job: reads rows in seeded order, trains, writes snapshots, ends in an adapter. Started again in the same work
 * directory with the same base, rows and recipe, it goes on where the last snapshot was and ends in the same bytes.
 */
public final class LoraTraining {
    private static final int ROWS_PER_DIGEST = 1000;

    private final LanguageModel base;
    private final String baseDigest;
    private final Recipe recipe;
    private final List<TrainingRow> rows;
    private final Path workDirectory;
    private final TrainingListener listener;
    private @Nullable List<TokenRow> prepared;

    /**
     * @param baseDigest {@code sha256:…}: the adapter names its base by it
     * @param workDirectory of this job alone: snapshots are under {@code snapshots}, the adapter will be in {@code adapter}
     */
    public LoraTraining(
            LanguageModel base,
            String baseDigest,
            Recipe recipe,
            List<? extends TrainingRow> rows,
            Path workDirectory,
            TrainingListener listener) {
        this.base = base;
        this.baseDigest = baseDigest;
        this.recipe = recipe;
        this.rows = List.copyOf(rows);
        this.workDirectory = workDirectory;
        this.listener = listener;
    }

    /**
     * Turns the rows into token ids and checks them all; {@link #run} does it if nobody has before.
     *
     * @throws TrainingRefusedException if rows or recipe make no sense, or rows do not fit into the model's context
     */
    public List<TokenRow> prepare() {
        recipe.requireModules(base.config());
        base.decoder().weights().requireFinite();
        List<TokenRow> tokens = TrainingRows.tokens(base, rows);
        prepared = tokens;
        return tokens;
    }

    /**
     * Trains to the end, on the calling thread.
     *
     * @throws io.inhouse.languagemodel.weights.UnusableModelException before the first step, if a weight is NaN or infinite
     * @throws TrainingRefusedException before the first step, if rows or recipe make no sense
     * @throws DivergedException if the loss runs away
     * @throws CancellationException if the listener wants no more
     */
    public TrainingResult run() throws IOException {
        listener.phase(Phase.PREPARING);
        List<TokenRow> tokens = prepared == null ? prepare() : prepared;
        NativeRuntime.useThreads(recipe.threads());
        Snapshots snapshots = new Snapshots(workDirectory.resolve("snapshots"), fingerprint(tokens));
        try (LoraStep step = new LoraStep(
                base.decoder(),
                recipe.scale(),
                recipe.recomputation() == Recomputation.FULL,
                recipe.microBatchTokens())) {
            Run run = new Run(step, tokens, snapshots);
            run.begin();
            run.train();
            listener.phase(Phase.WRITING);
            return run.result();
        }
    }

    /** One run of one process, from the beginning or a snapshot to the end. */
    private final class Run {
        private final LoraStep step;
        private final List<TokenRow> tokens;
        private final Snapshots snapshots;
        private final RowOrder order;
        private final long steps;
        private AdapterState adapter;
        private LossWatch watch = new LossWatch();
        /** The weights after so many steps gave the next batch a loss that is no sign of trouble. */
        private long healthy = -1;

        private long done;
        private long tokensRead;
        private double seconds;

        Run(LoraStep step, List<TokenRow> tokens, Snapshots snapshots) {
            this.step = step;
            this.tokens = tokens;
            this.snapshots = snapshots;
            order = new RowOrder(tokens.size(), recipe.seed());
            steps = recipe.steps(tokens.size());
            adapter = step.initialState(recipe.targets(), recipe.rank(), recipe.seed());
        }

        void begin() throws IOException {
            Optional<Snapshot> found = snapshots.latest();
            if (found.isPresent()) {
                Snapshot snapshot = found.get();
                adapter = step.restoredState(
                        recipe.targets(), recipe.rank(), snapshot.step(), (name, r, c) -> snapshot.value(name));
                watch = LossWatch.restored(snapshot.facts());
                done = snapshot.step();
                // Only the next step can tell of this one; those before it were gone through.
                healthy = done - 1;
                listener.resumed(done);
            }
            // Of another recipe, or damaged: having more steps they would push out those that are written from here on.
            snapshots.dropAfter(done);
        }

        void train() throws IOException {
            listener.phase(Phase.TRAINING);
            long started = System.nanoTime();
            long before = done;
            while (done < steps) {
                if (!listener.mayContinue()) {
                    throw new CancellationException("cancelled after step " + done + " of " + steps);
                }
                double rate = recipe.learningRate(done, steps);
                List<TokenRow> batch = Arrays.stream(order.batch(done, recipe.batchSize()))
                        .mapToObj(tokens::get)
                        .toList();
                double norm = step(batch, rate);
                done++;
                tokensRead += batch.stream().mapToInt(row -> row.ids().length).sum();
                if (recipe.snapshotEvery() > 0 && (done % recipe.snapshotEvery() == 0 || done == steps)) {
                    Path file = snapshots.write(done, adapter, watch.facts(), healthy);
                    listener.snapshot(done, file);
                }
                seconds = (System.nanoTime() - started) / 1e9;
                double left = seconds / (done - before) * (steps - done);
                listener.progress(
                        new Progress(done, steps, watch.last(), rate, norm, tokensRead, tokensRead / seconds, left));
            }
        }

        /** Moves the adapter; gives the gradients' norm. */
        private double step(List<TokenRow> batch, double rate) throws IOException {
            try (TensorScope memory = new TensorScope()) {
                Gradients gradients = step.gradients(memory, adapter, batch);
                double norm = step.clip(gradients, recipe.clip());
                Optional<String> trouble = watch.accept(gradients.loss(), norm);
                if (trouble.isPresent()) {
                    // What was written while it ran away is no good to go on from.
                    throw new DivergedException(done + 1, trouble.get(), snapshots.dropAfter(healthy));
                }
                if (watch.isCalm()) {
                    healthy = done;
                }
                step.apply(adapter, gradients, rate, recipe.weightDecay());
                return norm;
            }
        }

        TrainingResult result() throws IOException {
            Path directory = workDirectory.resolve("adapter");
            List<TensorContent> tensors = new ArrayList<>();
            for (AdapterState.Parameter p : adapter.parameters()) {
                tensors.add(TensorContent.ofFloats(
                        p.name(), List.of(p.rows(), p.columns()), p.value().toFloats()));
            }
            AdapterConfig config = new AdapterConfig(
                    baseDigest,
                    recipe.rank(),
                    recipe.alpha(),
                    0,
                    new TreeSet<>(recipe.targetModules()),
                    recipe.rankStabilised(),
                    false);
            String digest = AdapterDirectory.write(directory, config, tensors);
            return new TrainingResult(directory, digest, steps, tokensRead, seconds, watch.first(), watch.last());
        }
    }

    /** Digest of everything that decides the result. */
    private String fingerprint(List<TokenRow> tokens) {
        StringBuilder text = new StringBuilder("inhouse-training-v1\n" + baseDigest + "\n" + recipe.decisive() + "\n");
        for (int from = 0; from < tokens.size(); from += ROWS_PER_DIGEST) {
            StringBuilder part = new StringBuilder();
            for (TokenRow row : tokens.subList(from, Math.min(tokens.size(), from + ROWS_PER_DIGEST))) {
                part.append(row.promptLength())
                        .append(Arrays.toString(row.ids()))
                        .append('\n');
            }
            text.append(AdapterDigest.ofManifest(part.toString())).append('\n');
        }
        return AdapterDigest.ofManifest(text.toString());
    }
}
