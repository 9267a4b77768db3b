package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;

/** Mistral 7B, Nemo, Small: Llama with a sliding window in early ones (Jiang et al. 2023, arXiv:2310.06825). */
final class MistralFamily implements Family {
    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        Attention.Grouped attention = config.groupedAttention().withWindow(config.window());
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 10_000),
                attention.headDimension(),
                1e-6,
                BlockParts.all(attention, new Gated("mlp", config.positive("intermediate_size"))));
    }
}
