package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.Attention.HeadNorm;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;
import io.inhouse.languagemodel.weights.UnusableModelException;

/** GLM 4.5 and 4.6: half of each head is turned; routing as in DeepSeek V3 (Z.ai 2025, arXiv:2508.06471). */
final class Glm4MoeFamily implements Family {
    @Override
    public String modelType() {
        return "glm4_moe";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        Attention.Grouped attention = config.groupedAttention()
                .withBias(config.flag("attention_bias", false), false)
                .withNorm(config.flag("use_qk_norm", false) ? HeadNorm.WEIGHTED : HeadNorm.NONE);
        int turned = (int) (attention.headDimension() * config.number("partial_rotary_factor", 0.5));
        if (turned < 2 || turned % 2 != 0 || turned > attention.headDimension()) {
            throw new UnusableModelException("config.json: partial_rotary_factor turns " + turned + " of "
                    + attention.headDimension() + " dimensions; an even number of them is needed");
        }
        FeedForward experts = CorrectedExperts.of(config);
        int dense = config.natural("first_k_dense_replace");
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 10_000),
                turned,
                1e-5,
                new BlockParts(
                        l -> attention,
                        l -> l < dense ? new Gated("mlp", config.positive("intermediate_size")) : experts));
    }
}
