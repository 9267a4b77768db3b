package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.FeedForward.Experts;
import io.inhouse.languagemodel.family.FeedForward.Layout;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;

/** Mixtral: Mistral with experts (Jiang et al. 2024, arXiv:2401.04088). */
final class MixtralFamily implements Family {
    @Override
    public String modelType() {
        return "mixtral";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        Attention.Grouped attention = config.groupedAttention().withWindow(config.window());
        int chosen = config.positive("num_experts_per_tok");
        Experts experts = Experts.softmax(
                "block_sparse_moe",
                Layout.NUMBERED,
                config.atLeast("num_local_experts", chosen),
                chosen,
                config.positive("intermediate_size"),
                true);
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 1_000_000),
                attention.headDimension(),
                1e-5,
                BlockParts.all(attention, experts));
    }
}
