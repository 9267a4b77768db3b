package io.inhouse.training.step;

import io.inhouse.languagemodel.decoder.BlockPlan;
import io.inhouse.languagemodel.decoder.Decoder;
import io.inhouse.languagemodel.family.Attention;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorList;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tensor.TorchLibrary;
import io.inhouse.training.rows.TokenRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes loss and gradients of a batch and moves the adapter. Belongs to one thread. */
public final class LoraStep implements AutoCloseable {
    private final Decoder base;
    private final ModelConfig config;
    private final double scale;
    private final boolean recompute;
    private final int microBatchTokens;
    private final boolean packing;
    private final TensorScope scope = new TensorScope();
    private final List<TensorList> weights = new ArrayList<>();
    /** Per layer how to compute it if it is not as Llama's, else null. */
    private final List<@Nullable BlockPlan> plans = new ArrayList<>();

    private final Tensor everything;

    /** Compiled on first use, once per process. */
    private static final class Functions {
        static final TorchLibrary LIBRARY = TorchLibrary.compile(List.of(
                Decoder.SOURCES.get(0),
                Decoder.SOURCES.get(1),
                new TorchLibrary.Source(LoraStep.class, "training.py")));
    }

    /**
     * @param loss mean over the tokens that count
     * @param gradients in the order of {@link AdapterState#parameters}; they belong to the scope they were made in
     */
    public record Gradients(double loss, List<Tensor> gradients) {}

    /**
     * @param scale LoRA's alpha / rank
     * @param recompute whether a layer's intermediate results are computed again in the backward pass instead of kept; for
     *     layers that are not as Llama's they always are
     * @param microBatchTokens most tokens (padding of attention included) that are computed together
     */
    public LoraStep(Decoder base, double scale, boolean recompute, int microBatchTokens) {
        this(base, scale, recompute, microBatchTokens, false);
    }

    /** @param packing rows share places of attention's grid, see {@link MicroBatch#packed} */
    public LoraStep(Decoder base, double scale, boolean recompute, int microBatchTokens, boolean packing) {
        this.base = base;
        this.config = base.config();
        this.scale = scale;
        this.recompute = recompute;
        this.microBatchTokens = microBatchTokens;
        this.packing = packing;
        for (int l = 0; l < config.layers(); l++) {
            weights.add(scope.list(base.weights().layer(l)));
            plans.add(
                    config.blocks().get(l).isPlain(config.rotaryDimension())
                            ? null
                            : BlockPlan.of(config.blocks().get(l), config.normEpsilon()));
        }
        everything = library().longs(scope, new long[0], 0);
    }

    private static TorchLibrary library() {
        return Functions.LIBRARY;
    }

    /** A new adapter; it lives in this object. */
    public AdapterState initialState(Map<String, Integer> ranks, long seed) {
        return AdapterState.initial(scope, library(), config, ranks, seed);
    }

    /** An adapter as it was after some steps; it lives in this object. */
    public AdapterState restoredState(Map<String, Integer> ranks, long step, AdapterState.Values values) {
        return AdapterState.of(scope, library(), config, ranks, step, values);
    }

    private List<MicroBatch> parts(List<TokenRow> rows) {
        return packing ? MicroBatch.packed(rows, microBatchTokens) : MicroBatch.of(rows, microBatchTokens);
    }

    /** Mean loss of the batch over completion and end-of-text tokens, and its gradients. */
    public Gradients gradients(TensorScope owner, AdapterState adapter, List<TokenRow> batch) {
        return gradients(owner, adapter, batch, batch.size());
    }

    /**
     * The same, with never more than so many rows in memory at once: the sum over the parts, which equals that of the whole
     * but for the last bits, since every token counts alike whatever part it is in.
     */
    public Gradients gradients(TensorScope owner, AdapterState adapter, List<TokenRow> batch, int rowsAtOnce) {
        long learned = batch.stream().mapToInt(TokenRow::learned).sum();
        double loss = 0;
        List<Tensor> sums = List.of();
        List<MicroBatch> parts = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += rowsAtOnce) {
            parts.addAll(parts(batch.subList(from, Math.min(batch.size(), from + rowsAtOnce))));
        }
        for (MicroBatch part : parts) {
            try (Pass pass = new Pass(part, adapter)) {
                loss += pass.forward(learned);
                List<Tensor> more = pass.backward();
                if (sums.isEmpty()) {
                    sums = more.stream().map(t -> owner.take(t, pass.memory)).toList();
                } else {
                    library().run("add_to", sums, more);
                }
            }
        }
        return new Gradients(loss / learned, sums);
    }

    /** Sum of the rows' losses, in nats; nothing is kept for a backward pass. What {@code beforeEachPart} throws ends it. */
    public double loss(AdapterState adapter, List<TokenRow> rows, Runnable beforeEachPart) {
        double loss = 0;
        for (MicroBatch part : parts(rows)) {
            beforeEachPart.run();
            try (Pass pass = new Pass(part, adapter)) {
                loss += pass.loss();
            }
        }
        return loss;
    }

    /** Scales the gradients so that their norm is at most {@code limit}; returns the norm they had. */
    public double clip(Gradients gradients, double limit) {
        return library().number("clip", gradients.gradients(), limit);
    }

    /** Moves the adapter along the gradients. */
    public void apply(AdapterState adapter, Gradients gradients, double learningRate, double weightDecay) {
        apply(adapter, gradients, learningRate, weightDecay, 1);
    }

    /** @param ratio how many times faster B learns than A (LoRA+) */
    public void apply(
            AdapterState adapter, Gradients gradients, double learningRate, double weightDecay, double ratio) {
        adapter.adamw(gradients.gradients(), learningRate, weightDecay, ratio);
    }

    /** Forward and backward of one micro-batch. What a layer leaves for its backward pass dies with it. */
    private final class Pass implements AutoCloseable {
        final TensorScope memory = new TensorScope();
        private final MicroBatch part;
        private final AdapterState adapter;
        private final Tensor cos;
        private final Tensor sin;
        private final Tensor positions;
        private final Tensor slots;
        private final Tensor kept;
        private final List<Tensor> inputs = new ArrayList<>();
        private final List<List<Tensor>> intermediate = new ArrayList<>();
        private final Tensor documents;
        private final Map<List<Long>, Tensor> masks = new HashMap<>();
        private Tensor gradient;

        Pass(MicroBatch part, AdapterState adapter) {
            this.part = part;
            this.adapter = adapter;
            positions = longs(part.positions());
            List<Tensor> tables = base.rotaryTables(part.width());
            cos = library().tensor(memory, "rotary_rows", tables.getFirst(), positions);
            sin = library().tensor(memory, "rotary_rows", tables.getLast(), positions);
            slots = longs(part.slots());
            kept = longs(part.kept());
            documents = longs(part.documents());
            gradient = kept;
        }

        /** Which cells of a packed grid see which; empty if every row has a place of its own. */
        private Tensor mask(long window, long chunk) {
            if (part.documents().length == 0) {
                return everything;
            }
            return masks.computeIfAbsent(
                    List.of(window, chunk),
                    key -> library()
                            .tensor(memory, "pack_mask", documents, slots, positions, part.width(), window, chunk));
        }

        private Tensor mask(@Nullable BlockPlan plan) {
            return plan == null ? mask(0, 0) : mask(plan.integers()[10], plan.integers()[11]);
        }

        private Tensor longs(long[] values) {
            return library().longs(memory, values, values.length);
        }

        /** @return the sum of the losses */
        double forward(long learned) {
            Tensor x = embedded();
            for (int l = 0; l < config.layers(); l++) {
                inputs.add(x);
                List<Tensor> results = layer(l, x);
                x = results.getFirst();
                intermediate.add(
                        recompute || plans.get(l) != null ? released(results) : results.subList(1, results.size()));
            }
            List<Tensor> lossAndGradient = library()
                    .tensors(
                            memory,
                            "loss",
                            x,
                            longs(part.targets()),
                            learned,
                            base.weights().norm(),
                            base.weights().head(),
                            config.normEpsilon());
            memory.release(x);
            gradient = lossAndGradient.get(1);
            return library().number("value", lossAndGradient.getFirst());
        }

        /** @return the sum of the losses; there will be no backward pass */
        double loss() {
            Tensor x = embedded();
            for (int l = 0; l < config.layers(); l++) {
                List<Tensor> results = layer(l, x);
                released(results);
                memory.release(x);
                x = results.getFirst();
            }
            return library()
                    .number(
                            "losses",
                            x,
                            longs(part.targets()),
                            base.weights().norm(),
                            base.weights().head(),
                            config.normEpsilon());
        }

        private Tensor embedded() {
            return library()
                    .tensor(memory, "embed", longs(part.ids()), base.weights().embedding());
        }

        private List<Tensor> released(List<Tensor> results) {
            results.subList(1, results.size()).forEach(memory::release);
            return List.of();
        }

        /** Gradients in the order of the adapter's parameters. */
        List<Tensor> backward() {
            List<List<Tensor>> byLayer = new ArrayList<>();
            for (int l = config.layers() - 1; l >= 0; l--) {
                if (recompute && plans.get(l) == null) {
                    List<Tensor> results = layer(l, inputs.get(l));
                    memory.release(results.getFirst());
                    intermediate.set(l, results.subList(1, results.size()));
                }
                List<Tensor> results = layerBackward(l);
                memory.release(gradient);
                memory.release(inputs.get(l));
                intermediate.get(l).forEach(memory::release);
                gradient = results.getFirst();
                byLayer.addFirst(results.subList(1, results.size()));
            }
            return byLayer.stream().flatMap(List::stream).toList();
        }

        /** After the last layer's attention only tokens with loss matter. */
        private Tensor keptAfter(int layer) {
            return layer == config.layers() - 1 ? kept : everything;
        }

        private List<Tensor> layer(int l, Tensor x) {
            BlockPlan plan = plans.get(l);
            if (plan != null) {
                return List.of(library()
                        .tensor(
                                memory,
                                "train_block",
                                x,
                                cos,
                                sin,
                                positions,
                                slots,
                                keptAfter(l),
                                part.cells(),
                                part.width(),
                                mask(plan),
                                weights.get(l),
                                adapter.layer(l),
                                scale,
                                plan.integers(),
                                plan.numbers()));
            }
            Attention attention = config.blocks().get(l).attention();
            return library()
                    .tensors(
                            memory,
                            "train_layer",
                            x,
                            cos,
                            sin,
                            slots,
                            keptAfter(l),
                            part.cells(),
                            part.width(),
                            mask(null),
                            weights.get(l),
                            adapter.layer(l),
                            scale,
                            attention.heads(),
                            attention.cachedKeyHeads(),
                            config.normEpsilon());
        }

        private List<Tensor> layerBackward(int l) {
            BlockPlan plan = plans.get(l);
            if (plan != null) {
                return library()
                        .tensors(
                                memory,
                                "train_block_backward",
                                gradient,
                                inputs.get(l),
                                cos,
                                sin,
                                positions,
                                slots,
                                keptAfter(l),
                                part.cells(),
                                part.width(),
                                mask(plan),
                                weights.get(l),
                                adapter.layer(l),
                                scale,
                                plan.integers(),
                                plan.numbers());
            }
            Attention attention = config.blocks().get(l).attention();
            List<Tensor> kept = intermediate.get(l);
            return library()
                    .tensors(
                            memory,
                            "train_layer_backward",
                            gradient,
                            inputs.get(l),
                            kept.get(0),
                            kept.get(1),
                            kept.get(2),
                            kept.get(3),
                            cos,
                            sin,
                            slots,
                            keptAfter(l),
                            part.cells(),
                            part.width(),
                            mask(null),
                            l > 0,
                            weights.get(l),
                            adapter.layer(l),
                            scale,
                            attention.heads(),
                            attention.cachedKeyHeads(),
                            config.normEpsilon());
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
