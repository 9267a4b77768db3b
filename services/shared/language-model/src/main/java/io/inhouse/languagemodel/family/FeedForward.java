package io.inhouse.languagemodel.family;

import java.util.ArrayList;
import java.util.List;

/** What happens to each token of one block by itself. */
public sealed interface FeedForward {
    /** In the order in which the scripts expect them. */
    List<LinearLayer> linears(String block, int hidden);

    /** In the order in which the scripts expect them. */
    List<WeightTensor> extras(String block, int hidden);

    /** Weights of linear layers that one token is multiplied with. */
    long activeParameters(int hidden);

    /**
     * down(silu(gate(x)) · up(x)) (Shazeer 2020, arXiv:2002.05202).
     *
     * @param module name of the module in its block, such as {@code mlp}
     */
    record Gated(String module, int intermediateSize) implements FeedForward {
        @Override
        public List<LinearLayer> linears(String block, int hidden) {
            return gated(block + "." + module, hidden, intermediateSize);
        }

        @Override
        public List<WeightTensor> extras(String block, int hidden) {
            return List.of();
        }

        @Override
        public long activeParameters(int hidden) {
            return 3L * hidden * intermediateSize;
        }
    }

    /** How a token finds its experts and what these count. */
    enum Routing {
        /** The most probable ones under softmax; they count by their probability. */
        SOFTMAX,
        /**
         * The best by sigmoid plus a learned correction among the best groups; they count by their sigmoid (DeepSeek-AI 2024,
         * arXiv:2412.19437, section 2.1.2).
         */
        CORRECTED_SIGMOID,
        /** The ones with the largest scores; what they read is multiplied by the sigmoid of the score. */
        SIGMOID_OF_INPUT
    }

    /** How a family names the parts of its experts. */
    enum Layout {
        /** experts.3.gate_proj, up_proj, down_proj; gate */
        NAMED,
        /** experts.3.w1 (gate), w3 (up), w2 (down); gate */
        NUMBERED,
        /** experts.gate_up_proj [experts, hidden, 2 intermediate], experts.down_proj; router */
        STACKED
    }

    /**
     * Several feed-forwards of which each token uses a few (Shazeer et al. 2017, arXiv:1701.06538).
     *
     * @param chosen experts per token
     * @param shared name of the module that every token uses besides; empty if there is none
     * @param sharedSize its intermediate size
     * @param normalised whether the chosen experts' counts are made to sum to 1
     * @param groups of experts, of which {@code chosenGroups} come into question
     * @param scale what all counts are multiplied by
     */
    record Experts(
            String module,
            Layout layout,
            int count,
            int chosen,
            int intermediateSize,
            String shared,
            int sharedSize,
            Routing routing,
            boolean normalised,
            int groups,
            int chosenGroups,
            double scale)
            implements FeedForward {
        static Experts softmax(
                String module, Layout layout, int count, int chosen, int intermediateSize, boolean normalised) {
            return new Experts(
                    module, layout, count, chosen, intermediateSize, "", 0, Routing.SOFTMAX, normalised, 1, 1, 1);
        }

        /** The shared one first, then expert by expert: gate, up, down. */
        @Override
        public List<LinearLayer> linears(String block, int hidden) {
            String path = block + "." + module;
            List<LinearLayer> linears = new ArrayList<>();
            if (!shared.isEmpty()) {
                linears.addAll(gated(path + "." + shared, hidden, sharedSize));
            }
            for (int e = 0; e < count; e++) {
                String expert = path + ".experts." + e;
                switch (layout) {
                    case NAMED -> linears.addAll(gated(expert, hidden, intermediateSize));
                    case NUMBERED -> {
                        linears.add(LinearLayer.of(expert + ".w1", intermediateSize, hidden));
                        linears.add(LinearLayer.of(expert + ".w3", intermediateSize, hidden));
                        linears.add(LinearLayer.of(expert + ".w2", hidden, intermediateSize));
                    }
                    case STACKED -> linears.addAll(stacked(path, e, hidden));
                }
            }
            return linears;
        }

        private List<LinearLayer> stacked(String path, int expert, int hidden) {
            List<Long> in = List.of((long) count, (long) hidden, 2L * intermediateSize);
            List<Long> out = List.of((long) count, (long) intermediateSize, (long) hidden);
            String gateUp = path + ".experts.gate_up_proj";
            String down = path + ".experts.down_proj";
            return List.of(
                    part(gateUp, in, expert, 0, intermediateSize),
                    part(gateUp, in, expert, intermediateSize, 2L * intermediateSize),
                    part(down, out, expert, 0, hidden));
        }

        private static LinearLayer part(String name, List<Long> shape, int expert, long from, long to) {
            WeightTensor weight = new WeightTensor(name, shape, new WeightTensor.Part(expert, from, to));
            return new LinearLayer(name, to - from, shape.get(1), weight);
        }

        @Override
        public List<WeightTensor> extras(String block, int hidden) {
            String router = block + "." + module + (layout == Layout.STACKED ? ".router" : ".gate");
            List<WeightTensor> extras = new ArrayList<>();
            extras.add(WeightTensor.whole(router + ".weight", count, hidden));
            if (routing == Routing.CORRECTED_SIGMOID) {
                extras.add(WeightTensor.whole(router + ".e_score_correction_bias", count));
            }
            return extras;
        }

        @Override
        public long activeParameters(int hidden) {
            return 3L * hidden * ((long) chosen * intermediateSize + sharedSize);
        }
    }

    private static List<LinearLayer> gated(String path, int hidden, int intermediate) {
        return List.of(
                LinearLayer.of(path + ".gate_proj", intermediate, hidden),
                LinearLayer.of(path + ".up_proj", intermediate, hidden),
                LinearLayer.of(path + ".down_proj", hidden, intermediate));
    }
}
