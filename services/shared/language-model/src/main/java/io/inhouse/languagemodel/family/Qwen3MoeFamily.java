package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.Attention.HeadNorm;
import io.inhouse.languagemodel.family.FeedForward.Experts;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.FeedForward.Layout;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;
import java.util.List;

/** Qwen 3, mixture of experts; some blocks may be dense (Yang et al. 2025, arXiv:2505.09388). */
final class Qwen3MoeFamily implements Family {
    @Override
    public String modelType() {
        return "qwen3_moe";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        boolean bias = config.flag("attention_bias", false);
        Attention.Grouped attention = config.groupedAttention()
                .withBias(bias, bias)
                .withNorm(HeadNorm.WEIGHTED)
                .withWindow(config.flag("use_sliding_window", false) ? config.window() : 0);
        int chosen = config.positive("num_experts_per_tok");
        Experts experts = Experts.softmax(
                "mlp",
                Layout.NAMED,
                config.atLeast("num_experts", chosen),
                chosen,
                config.positive("moe_intermediate_size"),
                config.flag("norm_topk_prob", false));
        int step = config.positive("decoder_sparse_step", 1);
        List<Integer> dense = config.integers("mlp_only_layers");
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 10_000),
                attention.headDimension(),
                1e-6,
                new BlockParts(
                        l -> attention,
                        l -> dense.contains(l) || (l + 1) % step != 0
                                ? new Gated("mlp", config.positive("intermediate_size"))
                                : experts));
    }
}
