package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.Attention.HeadNorm;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;

/** Qwen 3, dense: queries and keys are normalised per head (Yang et al. 2025, arXiv:2505.09388). */
final class Qwen3Family implements Family {
    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        boolean bias = config.flag("attention_bias", false);
        Attention.Grouped attention =
                config.groupedAttention().withBias(bias, bias).withNorm(HeadNorm.WEIGHTED);
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
