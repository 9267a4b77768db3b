package io.inhouse.languagemodel.family;

import java.util.ArrayList;
import java.util.List;

/** How the tokens of one block look at each other. */
public sealed interface Attention {
    int heads();

    /** Heads, and width per head, of what is kept of a token for later ones: keys. */
    int cachedKeyHeads();

    int cachedKeyWidth();

    int cachedValueWidth();

    /** In the order in which the scripts expect them. */
    List<LinearLayer> linears(String path, int hidden);

    /** Biases and norms, in the order in which the scripts expect them. */
    List<WeightTensor> extras(String path, int hidden);

    /** Which pairs of a head are turned by the rotary embedding. */
    enum Rotation {
        /** None: the block knows no positions. */
        NONE,
        /** (i, i + half) of the turned dimensions. */
        HALVES,
        /** (2 i, 2 i + 1). */
        NEIGHBOURS
    }

    /** What is done to each query and key head. */
    enum HeadNorm {
        NONE,
        /** Root mean square normalisation with weights, before turning. */
        WEIGHTED,
        /** Root mean square normalisation without weights, after turning. */
        PLAIN_AFTER_ROTATION
    }

    /**
     * Sharpens attention at far positions: queries are multiplied by scale · ln(1 + floor((position + 1) / floor)) + 1. Scale
     * 0: not at all.
     */
    record Temperature(double scale, double floor) {
        static final Temperature NONE = new Temperature(0, 1);
    }

    /**
     * Multi-head attention in which heads / keyValueHeads query heads share a key head (Ainslie et al. 2023,
     * arXiv:2305.13245).
     *
     * @param bias whether q, k and v have one
     * @param outputBias whether o has one
     * @param window tokens that a token sees, itself included; 0: all before it
     * @param chunk tokens see only those of their own chunk of so many positions; 0: no chunks
     */
    record Grouped(
            int heads,
            int keyValueHeads,
            int headDimension,
            boolean bias,
            boolean outputBias,
            HeadNorm norm,
            Rotation rotation,
            int window,
            int chunk,
            Temperature temperature)
            implements Attention {
        static Grouped plain(int heads, int keyValueHeads, int headDimension) {
            return new Grouped(
                    heads,
                    keyValueHeads,
                    headDimension,
                    false,
                    false,
                    HeadNorm.NONE,
                    Rotation.HALVES,
                    0,
                    0,
                    Temperature.NONE);
        }

        Grouped withBias(boolean queryKeyValue, boolean output) {
            return new Grouped(
                    heads,
                    keyValueHeads,
                    headDimension,
                    queryKeyValue,
                    output,
                    norm,
                    rotation,
                    window,
                    chunk,
                    temperature);
        }

        Grouped withNorm(HeadNorm headNorm) {
            return new Grouped(
                    heads,
                    keyValueHeads,
                    headDimension,
                    bias,
                    outputBias,
                    headNorm,
                    rotation,
                    window,
                    chunk,
                    temperature);
        }

        Grouped withWindow(int tokens) {
            return new Grouped(
                    heads, keyValueHeads, headDimension, bias, outputBias, norm, rotation, tokens, chunk, temperature);
        }

        @Override
        public int cachedKeyHeads() {
            return keyValueHeads;
        }

        @Override
        public int cachedKeyWidth() {
            return headDimension;
        }

        @Override
        public int cachedValueWidth() {
            return headDimension;
        }

        @Override
        public List<LinearLayer> linears(String path, int hidden) {
            long queries = (long) heads * headDimension;
            long keys = (long) keyValueHeads * headDimension;
            return List.of(
                    LinearLayer.of(path + ".q_proj", queries, hidden),
                    LinearLayer.of(path + ".k_proj", keys, hidden),
                    LinearLayer.of(path + ".v_proj", keys, hidden),
                    LinearLayer.of(path + ".o_proj", hidden, queries));
        }

        @Override
        public List<WeightTensor> extras(String path, int hidden) {
            List<WeightTensor> extras = new ArrayList<>();
            if (bias) {
                extras.add(WeightTensor.whole(path + ".q_proj.bias", (long) heads * headDimension));
                extras.add(WeightTensor.whole(path + ".k_proj.bias", (long) keyValueHeads * headDimension));
                extras.add(WeightTensor.whole(path + ".v_proj.bias", (long) keyValueHeads * headDimension));
            }
            if (outputBias) {
                extras.add(WeightTensor.whole(path + ".o_proj.bias", hidden));
            }
            if (norm == HeadNorm.WEIGHTED) {
                extras.add(WeightTensor.whole(path + ".q_norm.weight", headDimension));
                extras.add(WeightTensor.whole(path + ".k_norm.weight", headDimension));
            }
            return extras;
        }
    }

    /**
     * Multi-head latent attention: queries, keys and values are unfolded from narrow vectors, and only a part of each head is
     * turned (DeepSeek-AI 2024, arXiv:2405.04434, section 2.1).
     *
     * @param queryRank width of the queries' narrow vector; 0: queries are projected directly
     * @param keyValueRank width of the keys' and values' narrow vector
     * @param plainDimension dimensions of a head that are not turned
     * @param rotaryDimension dimensions of a head that are; one such key serves all heads
     * @param valueDimension width of a value head
     * @param scale what scores are multiplied by
     */
    record Latent(
            int heads,
            int queryRank,
            int keyValueRank,
            int plainDimension,
            int rotaryDimension,
            int valueDimension,
            Rotation rotation,
            double scale)
            implements Attention {
        @Override
        public int cachedKeyHeads() {
            return heads;
        }

        @Override
        public int cachedKeyWidth() {
            return plainDimension + rotaryDimension;
        }

        @Override
        public int cachedValueWidth() {
            return valueDimension;
        }

        @Override
        public List<LinearLayer> linears(String path, int hidden) {
            long queries = (long) heads * (plainDimension + rotaryDimension);
            List<LinearLayer> linears = new ArrayList<>();
            if (queryRank == 0) {
                linears.add(LinearLayer.of(path + ".q_proj", queries, hidden));
            } else {
                linears.add(LinearLayer.of(path + ".q_a_proj", queryRank, hidden));
                linears.add(LinearLayer.of(path + ".q_b_proj", queries, queryRank));
            }
            linears.add(LinearLayer.of(path + ".kv_a_proj_with_mqa", (long) keyValueRank + rotaryDimension, hidden));
            linears.add(LinearLayer.of(
                    path + ".kv_b_proj", (long) heads * (plainDimension + valueDimension), keyValueRank));
            linears.add(LinearLayer.of(path + ".o_proj", hidden, (long) heads * valueDimension));
            return linears;
        }

        @Override
        public List<WeightTensor> extras(String path, int hidden) {
            List<WeightTensor> extras = new ArrayList<>();
            if (queryRank > 0) {
                extras.add(WeightTensor.whole(path + ".q_a_layernorm.weight", queryRank));
            }
            extras.add(WeightTensor.whole(path + ".kv_a_layernorm.weight", keyValueRank));
            return extras;
        }
    }
}
