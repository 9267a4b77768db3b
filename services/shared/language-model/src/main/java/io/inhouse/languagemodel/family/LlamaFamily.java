package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;

/** Llama 2, 3, 3.1, 3.2, 3.3 and the many models of their shape (Touvron et al. 2023, arXiv:2302.13971). */
final class LlamaFamily implements Family {
    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        config.refuse("mlp_bias");
        boolean bias = config.flag("attention_bias", false);
        Attention.Grouped attention = config.groupedAttention().withBias(bias, bias);
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 10_000),
                attention.headDimension(),
                1e-6,
                BlockParts.all(attention, new Gated("mlp", config.positive("intermediate_size"))));
    }
}
