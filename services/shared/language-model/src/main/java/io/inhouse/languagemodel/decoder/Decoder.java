package io.inhouse.languagemodel.decoder;

import io.inhouse.languagemodel.family.Block;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.tensor.NativeRuntime;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorList;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tensor.TorchLibrary;
import io.inhouse.languagemodel.tensor.TorchLibrary.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** A model in memory, of whatever family. Safe for use by any number of threads; each brings its own {@link Sequence}. */
public final class Decoder implements AutoCloseable {
    /** The functions of the forward pass; the trainer compiles its own together with these. */
    public static final List<Source> SOURCES =
            List.of(new Source(Decoder.class, "weights.py"), new Source(Decoder.class, "decoder.py"));

    private final ModelConfig config;
    private final TorchLibrary library;
    private final TensorScope scope;
    private final DecoderWeights weights;
    private final BlockPlan plan;
    private final RotaryTables rotary;
    private final TensorList noAdapter;

    private Decoder(ModelConfig config, TorchLibrary library, TensorScope scope, DecoderWeights weights) {
        this.config = config;
        this.library = library;
        this.scope = scope;
        this.weights = weights;
        plan = BlockPlan.ofAll(config.blocks(), config.normEpsilon());
        rotary = new RotaryTables(library, scope, config);
        noAdapter = scope.list(List.of());
    }

    /** Compiled on first use, once per process. */
    private static final class Functions {
        static final TorchLibrary LIBRARY = TorchLibrary.compile(SOURCES);
    }

    /**
     * @param threads that one operator may use, process-wide
     * @param expanded see {@link DecoderWeights}
     * @throws io.inhouse.languagemodel.weights.UnusableModelException if the directory holds no model we can compute with
     */
    public static Decoder open(Path directory, int threads, boolean expanded) {
        ModelConfig config = ModelConfig.read(directory);
        NativeRuntime.useThreads(threads);
        TensorScope scope = new TensorScope();
        try {
            DecoderWeights weights = DecoderWeights.open(Functions.LIBRARY, scope, directory, config, expanded);
            return new Decoder(config, Functions.LIBRARY, scope, weights);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    public ModelConfig config() {
        return config;
    }

    public DecoderWeights weights() {
        return weights;
    }

    /** cos and sin of at least so many positions and every pair, two of [positions, rotaryDimension / 2]. */
    public List<Tensor> rotaryTables(int positions) {
        return rotary.of(positions);
    }

    /** Rows of tokens of equal length that grow together, beginning empty. */
    public Sequence start(int rows, int capacity, LoraMatrices adapter) {
        return new Sequence(rows, capacity, adapter);
    }

    public Sequence start(int rows, int capacity) {
        return new Sequence(rows, capacity, new LoraMatrices(noAdapter, 0));
    }

    /**
     * LoRA matrices as the forward pass wants them.
     *
     * @param matrices per block and linear layer of it A [rank, in] and B [out, rank] (of a DoRA what {@link #decomposed}
     *     gives), or two empty tensors; or no tensor at all
     * @param scale alpha / rank, or alpha / sqrt(rank)
     */
    public record LoraMatrices(TensorList matrices, double scale) {}

    /** Keys and values of what was read so far. Belongs to one thread. */
    public final class Sequence implements AutoCloseable {
        private final TensorScope memory = new TensorScope();
        private final int rows;
        private final int capacity;
        private final LoraMatrices adapter;
        private final TensorList keys;
        private final TensorList values;
        private final List<Tensor> tables;
        private int length;

        private Sequence(int rows, int capacity, LoraMatrices adapter) {
            this.rows = rows;
            this.capacity = capacity;
            this.adapter = adapter;
            tables = rotary.of(capacity);
            keys = cache(block -> block.attention().cachedKeyWidth());
            values = cache(block -> block.attention().cachedValueWidth());
        }

        private TensorList cache(ToLongFunction<Block> width) {
            long[] sizes = config.blocks().stream()
                    .flatMapToLong(b -> LongStream.of(b.attention().cachedKeyHeads(), width.applyAsLong(b)))
                    .toArray();
            return memory.list(library.tensors(memory, "new_cache", rows, capacity, sizes));
        }

        /** Tokens read so far, per row. */
        public int length() {
            return length;
        }

        /**
         * Reads more tokens.
         *
         * @param ids row-major [rows, tokens]; several tokens per row are possible only at the start
         * @param everyPosition whether logits are wanted at each of these positions or only at the last
         * @return [rows, vocabulary], or [rows, tokens, vocabulary]
         */
        public Tensor logits(TensorScope result, long[] ids, boolean everyPosition) {
            int tokens = ids.length / rows;
            boolean fits = tokens > 0 && ids.length == tokens * rows && length + tokens <= capacity;
            if (!fits || (tokens > 1 && length > 0)) {
                throw new IllegalArgumentException(ids.length + " tokens do not fit: " + rows + " rows, " + length
                        + " of " + capacity + " positions taken");
            }
            try (TensorScope call = new TensorScope()) {
                Tensor logits = library.tensor(
                        result,
                        "forward",
                        library.longs(call, ids, rows, tokens),
                        length,
                        everyPosition,
                        weights.embedding(),
                        weights.all(),
                        weights.norm(),
                        weights.head(),
                        adapter.matrices(),
                        adapter.scale(),
                        tables.getFirst(),
                        tables.getLast(),
                        keys,
                        values,
                        plan.integers(),
                        plan.numbers(),
                        config.normEpsilon());
                length += tokens;
                return logits;
            }
        }

        /**
         * Token ids of the highest logits, one per row.
         *
         * @throws io.inhouse.languagemodel.weights.UnusableModelException if logits are NaN because weights are
         */
        public long[] mostProbable(TensorScope call, Tensor logits) {
            long[] ids = library.tensor(call, "most_probable", logits).toLongs();
            for (long id : ids) {
                requireFinite(id);
            }
            return ids;
        }

        private long requireFinite(long id) {
            if (id < 0) {
                weights.requireFinite();
                throw new IllegalStateException("the logits are not finite, though all weights are");
            }
            return id;
        }

        /** Draws one token for a sequence of one row; {@code uniform} is in [0, 1). */
        public long sample(Tensor logits, double temperature, double topP, double uniform) {
            return requireFinite(library.integer("sample", logits, temperature, topP, uniform));
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    /** Makes matrices of an adapter known to the forward pass; see {@link LoraMatrices} for their order. */
    public LoraMatrices adapter(TensorScope owner, List<Tensor> matrices, double scale) {
        return new LoraMatrices(owner.list(matrices), scale);
    }

    /**
     * B of a DoRA as the forward pass wants it, [out, rank + 1].
     *
     * @param linear index among {@link Block#linears}
     * @param magnitude [out]
     */
    public Tensor decomposed(
            TensorScope owner, int block, int linear, Tensor a, Tensor b, Tensor magnitude, double scale) {
        Tensor weight = weights.layer(block).get(2 + linear);
        return library.tensor(owner, "decomposed", weight, a, b, magnitude, scale);
    }

    /** Numbers moved to native memory, row-major. */
    public Tensor floats(TensorScope owner, float[] values, long... shape) {
        return library.floats(owner, values, shape);
    }

    /** Unmaps the weights. Sequences must be closed before. */
    @Override
    public void close() {
        scope.close();
    }
}
