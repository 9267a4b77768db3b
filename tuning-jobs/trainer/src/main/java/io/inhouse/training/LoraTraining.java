package io.inhouse.training;

import io.inhouse.adapterformat.AdapterConfig;
import io.inhouse.adapterformat.AdapterDigest;
import io.inhouse.adapterformat.AdapterDirectory;
import io.inhouse.adapterformat.TensorContent;
import io.inhouse.languagemodel.LanguageModel;
import io.inhouse.languagemodel.tensor.NativeRuntime;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.training.TrainingListener.Phase;
import io.inhouse.training.TrainingListener.Progress;
import io.inhouse.training.TrainingResult.Chosen;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
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
    private final List<TrainingRow> heldOut;
    private final Path workDirectory;
    private final TrainingListener listener;
    private @Nullable List<TokenRow> prepared;
    private List<TokenRow> preparedHeldOut = List.of();

    /** Without held-out rows. */
    public LoraTraining(
            LanguageModel base,
            String baseDigest,
            Recipe recipe,
            List<? extends TrainingRow> rows,
            Path workDirectory,
            TrainingListener listener) {
        this(base, baseDigest, recipe, rows, List.of(), workDirectory, listener);
    }

    /**
     * @param baseDigest {@code sha256:…}: the adapter names its base by it
     * @param heldOut rows that choose the adapter if the recipe wants that; otherwise of no use
     * @param workDirectory of this job alone: snapshots are under {@code snapshots}, the adapter will be in {@code adapter}
     */
    public LoraTraining(
            LanguageModel base,
            String baseDigest,
            Recipe recipe,
            List<? extends TrainingRow> rows,
            List<? extends TrainingRow> heldOut,
            Path workDirectory,
            TrainingListener listener) {
        this.base = base;
        this.baseDigest = baseDigest;
        this.recipe = recipe;
        this.rows = List.copyOf(rows);
        this.heldOut = List.copyOf(heldOut);
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
        if (recipe.selection().evaluateEvery() > 0) {
            if (heldOut.isEmpty()) {
                throw new TrainingRefusedException("the recipe wants an evaluation every "
                        + recipe.selection().evaluateEvery()
                        + " steps, but no rows are held out. Hold some out in a new version of the dataset, or set the"
                        + " interval to 0");
            }
            TrainingRows.requireRoom(base, heldOut);
            preparedHeldOut = TrainingRows.tokens(base, heldOut);
        }
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
        NativeRuntime.useThreads(recipe.execution().threads());
        Snapshots snapshots = new Snapshots(workDirectory.resolve("snapshots"), fingerprint(tokens));
        try (LoraStep step = new LoraStep(
                base.decoder(),
                recipe.scale(),
                recipe.execution().recomputation() == Recomputation.FULL,
                recipe.execution().microBatchTokens(),
                recipe.execution().packing())) {
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
        private HeldOutWatch heldOutWatch = new HeldOutWatch(recipe.selection().patience());
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
            adapter = step.initialState(recipe.ranks(), recipe.seed());
        }

        void begin() throws IOException {
            Optional<Snapshot> found = snapshots.latest();
            if (found.isPresent()) {
                Snapshot snapshot = found.get();
                adapter = step.restoredState(recipe.ranks(), snapshot.step(), (name, r, c) -> snapshot.value(name));
                watch = LossWatch.restored(snapshot.facts());
                heldOutWatch = HeldOutWatch.restored(recipe.selection().patience(), snapshot.facts());
                if (heldOutWatch.step() > 0) {
                    adapter.restoreKept((name, r, c) -> snapshot.value(name));
                }
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
            while (done < steps && !heldOutWatch.isOver()) {
                if (!listener.mayContinue()) {
                    throw new CancellationException("cancelled after step " + done + " of " + steps);
                }
                double rate = recipe.learningRate(done, steps);
                List<TokenRow> batch = Arrays.stream(
                                order.batch(done, recipe.length().rowsPerStep()))
                        .mapToObj(tokens::get)
                        .toList();
                double norm = step(batch, rate);
                done++;
                tokensRead += batch.stream().mapToInt(row -> row.ids().length).sum();
                started += evaluate();
                int every = recipe.execution().snapshotEvery();
                if (every > 0 && (done % every == 0 || done == steps || heldOutWatch.isOver())) {
                    Path file = snapshots.write(done, adapter, facts(), healthy);
                    listener.snapshot(done, file);
                }
                seconds = (System.nanoTime() - started) / 1e9;
                double left = seconds / (done - before) * (steps - done);
                listener.progress(
                        new Progress(done, steps, watch.last(), rate, norm, tokensRead, tokensRead / seconds, left));
            }
        }

        /** What resuming needs besides tensors. */
        private Map<String, String> facts() {
            Map<String, String> facts = new HashMap<>(watch.facts());
            if (recipe.selection().evaluateEvery() > 0) {
                facts.putAll(heldOutWatch.facts());
            }
            return facts;
        }

        /**
         * If it is time to; follows from the step alone, so that a resumed job does the same.
         *
         * @return nanoseconds it took
         */
        private long evaluate() {
            int every = recipe.selection().evaluateEvery();
            if (every == 0 || (done % every != 0 && done != steps)) {
                return 0;
            }
            long began = System.nanoTime();
            HeldOutLoss found = HeldOutLoss.of(step, adapter, preparedHeldOut, listener);
            boolean lowest = heldOutWatch.accept(done, found.loss());
            if (lowest) {
                adapter.keep();
            }
            listener.evaluated(done, found, lowest);
            return System.nanoTime() - began;
        }

        /** Moves the adapter; gives the gradients' norm. */
        private double step(List<TokenRow> batch, double rate) throws IOException {
            try (TensorScope memory = new TensorScope()) {
                Gradients gradients =
                        step.gradients(memory, adapter, batch, recipe.length().batchSize());
                double norm = step.clip(gradients, recipe.optimiser().clip());
                Optional<String> trouble = watch.accept(gradients.loss(), norm);
                if (trouble.isPresent()) {
                    // What was written while it ran away is no good to go on from.
                    throw new DivergedException(done + 1, trouble.get(), snapshots.dropAfter(healthy));
                }
                if (watch.isCalm()) {
                    healthy = done;
                }
                step.apply(
                        adapter,
                        gradients,
                        rate,
                        recipe.optimiser().weightDecay(),
                        recipe.optimiser().loraPlusRatio());
                return norm;
            }
        }

        TrainingResult result() throws IOException {
            Path directory = workDirectory.resolve("adapter");
            List<TensorContent> tensors = new ArrayList<>();
            for (int i = 0; i < adapter.parameters().size(); i++) {
                AdapterState.Parameter p = adapter.parameters().get(i);
                Tensor chosen =
                        adapter.kept().isEmpty() ? p.value() : adapter.kept().get(i);
                tensors.add(TensorContent.ofFloats(p.name(), List.of(p.rows(), p.columns()), chosen.toFloats()));
            }
            String digest = AdapterDirectory.write(directory, config(), tensors);
            return new TrainingResult(
                    directory,
                    digest,
                    done,
                    tokensRead,
                    seconds,
                    watch.first(),
                    watch.last(),
                    adapter.kept().isEmpty() ? null : new Chosen(heldOutWatch.step(), heldOutWatch.lowest()));
        }

        private AdapterConfig config() {
            Recipe.Lora lora = recipe.lora();
            SortedMap<String, Double> alphas = new TreeMap<>();
            lora.ranks().forEach((module, rank) -> alphas.put(module, lora.alphaFor(rank)));
            return new AdapterConfig(
                    baseDigest,
                    lora.rank(),
                    lora.alpha(),
                    0,
                    new TreeSet<>(lora.targetModules()),
                    lora.rankStabilised(),
                    false,
                    lora.ranks(),
                    alphas);
        }
    }

    /** Digest of everything that decides the result. */
    private String fingerprint(List<TokenRow> tokens) {
        StringBuilder text = new StringBuilder(
                "inhouse-training-v2\n" + tokens.size() + "\n" + baseDigest + "\n" + recipe.decisive() + "\n");
        // Held-out rows are here only if they choose the adapter.
        List<TokenRow> deciding =
                Stream.concat(tokens.stream(), preparedHeldOut.stream()).toList();
        for (int from = 0; from < deciding.size(); from += ROWS_PER_DIGEST) {
            StringBuilder part = new StringBuilder();
            for (TokenRow row : deciding.subList(from, Math.min(deciding.size(), from + ROWS_PER_DIGEST))) {
                part.append(row.promptLength())
                        .append(Arrays.toString(row.ids()))
                        .append('\n');
            }
            text.append(AdapterDigest.ofManifest(part.toString())).append('\n');
        }
        return AdapterDigest.ofManifest(text.toString());
    }
}
