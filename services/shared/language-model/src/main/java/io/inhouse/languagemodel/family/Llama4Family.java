package io.inhouse.languagemodel.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.languagemodel.family.Attention.Grouped;
import io.inhouse.languagemodel.family.Attention.HeadNorm;
import io.inhouse.languagemodel.family.Attention.Rotation;
import io.inhouse.languagemodel.family.Attention.Temperature;
import io.inhouse.languagemodel.family.FeedForward.Experts;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import io.inhouse.languagemodel.family.FeedForward.Layout;
import io.inhouse.languagemodel.family.FeedForward.Routing;
import io.inhouse.languagemodel.family.ModelConfig.BlockParts;
import java.util.List;

/**
 * Llama 4's text model. Most blocks turn queries and keys, normalise them and look at their own chunk only; the others know
 * no positions, look at everything, and sharpen attention at far positions. One expert per token and one that all share, in
 * some or all blocks. Source: the model's description in transformers.
 */
final class Llama4Family implements Family {
    @Override
    public String modelType() {
        return "llama4_text";
    }

    @Override
    public ModelConfig describe(ConfigFile config) {
        Grouped usual = config.groupedAttention();
        int chosen = config.positive("num_experts_per_tok");
        Experts experts = new Experts(
                "feed_forward",
                Layout.STACKED,
                config.atLeast("num_local_experts", chosen),
                chosen,
                config.positive("intermediate_size"),
                "shared_expert",
                config.positive("intermediate_size"),
                Routing.SIGMOID_OF_INPUT,
                false,
                1,
                1,
                1);
        int step = config.positive("interleave_moe_layer_step", 1);
        List<Integer> sparse = config.integers("moe_layers");
        return ModelConfig.of(
                config,
                RotaryEmbedding.of(config, 500_000),
                usual.headDimension(),
                1e-5,
                new BlockParts(
                        l -> attention(config, usual, l),
                        l -> (config.has("moe_layers") ? sparse.contains(l) : (l + 1) % step == 0)
                                ? experts
                                : new Gated("feed_forward", config.positive("intermediate_size_mlp"))));
    }

    private static Grouped attention(ConfigFile config, Grouped usual, int layer) {
        // the list's name says the opposite of what its ones mean
        JsonNode turning = config.node("no_rope_layers");
        boolean turns = turning.isArray() && !turning.isEmpty()
                ? turning.path(layer).asInt(1) != 0
                : (layer + 1) % config.positive("no_rope_layer_interval", 4) != 0;
        boolean bias = config.flag("attention_bias", false);
        int chunk = config.natural("attention_chunk_size");
        boolean norm = turns && config.flag("use_qk_norm", true);
        boolean sharpened = !turns && config.flag("attn_temperature_tuning", true);
        return new Grouped(
                usual.heads(),
                usual.keyValueHeads(),
                usual.headDimension(),
                bias,
                bias,
                norm ? HeadNorm.PLAIN_AFTER_ROTATION : HeadNorm.NONE,
                turns ? Rotation.NEIGHBOURS : Rotation.NONE,
                0,
                turns && chunk < config.positive("max_position_embeddings") ? chunk : 0,
                sharpened
                        ? new Temperature(config.number("attn_scale", 0.1), config.number("floor_scale", 8192))
                        : Temperature.NONE);
    }
}
