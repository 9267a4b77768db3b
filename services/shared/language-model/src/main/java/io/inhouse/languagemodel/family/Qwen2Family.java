package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;

/** Qwen 2 and 2.5, dense: Llama with biases on q, k and v (Yang et al. 2024, arXiv:2407.10671). */
final class Qwen2Family implements Family {
    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        Attention.Grouped attention = config.groupedAttention().withBias(true, false);
        QwenWindows windows = QwenWindows.of(config);
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 10_000),
                attention.headDimension(),
                1e-6,
                new BlockParts(
                        l -> attention.withWindow(windows.of(l)),
                        l -> new Gated("mlp", config.positive("intermediate_size"))));
    }
}
