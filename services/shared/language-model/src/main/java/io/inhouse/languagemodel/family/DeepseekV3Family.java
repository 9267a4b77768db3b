package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.Attention.Latent;
import io.inhouse.languagemodel.family.Attention.Rotation;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;

/** DeepSeek V3 and R1: latent attention, corrected grouped routing, YaRN (DeepSeek-AI 2024, arXiv:2412.19437). */
final class DeepseekV3Family implements Family {
    @Override
    public String modelType() {
        return "deepseek_v3";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        config.refuse("attention_bias");
        int plain = config.positive("qk_nope_head_dim");
        int turned = config.positive("qk_rope_head_dim");
        double growth = RotaryEmbedding.growth(
                config.rotation().path("factor").asDouble(1),
                config.rotation().path("mscale_all_dim").asDouble(0));
        Latent attention = new Latent(
                config.positive("num_attention_heads"),
                config.natural("q_lora_rank"),
                config.positive("kv_lora_rank"),
                plain,
                turned,
                config.positive("v_head_dim"),
                config.flag("rope_interleave", true) ? Rotation.NEIGHBOURS : Rotation.HALVES,
                growth * growth / Math.sqrt((double) plain + turned));
        FeedForward experts = CorrectedExperts.of(config);
        int dense = config.natural("first_k_dense_replace");
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 10_000),
                turned,
                1e-6,
                new BlockParts(
                        l -> attention,
                        l -> l < dense ? new Gated("mlp", config.positive("intermediate_size")) : experts));
    }
}
