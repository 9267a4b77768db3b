package io.inhouse.languagemodel.decoder;

import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.tensor.Tensor;
import io.inhouse.languagemodel.tensor.TensorScope;
import io.inhouse.languagemodel.tensor.TorchLibrary;
import java.util.List;

/** cos and sin of the positions that were needed so far: contexts of millions of tokens are seldom used to the end. */
final class RotaryTables {
    private static final int FIRST = 4096;

    private final TorchLibrary library;
    private final TensorScope scope;
    private final ModelConfig config;
    /** Guarded by this; older, smaller tables stay alive for those who use them. */
    private List<Tensor> tables = List.of();

    /** Guarded by this. */
    private int positions;

    RotaryTables(TorchLibrary library, TensorScope scope, ModelConfig config) {
        this.library = library;
        this.scope = scope;
        this.config = config;
    }

    /** cos and sin, each [at least so many positions, rotaryDimension / 2] */
    synchronized List<Tensor> of(int atLeast) {
        if (positions < atLeast) {
            positions = (int) Math.min(
                    Math.max(config.contextLength(), atLeast), Math.max(FIRST, 2L * Math.max(positions, atLeast)));
            float[] frequencies = config.rotaryEmbedding().frequencies(config.rotaryDimension());
            tables = library.tensors(
                    scope,
                    "rotary_tables",
                    library.floats(scope, frequencies, frequencies.length),
                    positions,
                    config.rotaryEmbedding().growth());
        }
        return tables;
    }
}
