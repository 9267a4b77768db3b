package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.FeedForward.Experts;
import io.inhouse.languagemodel.family.FeedForward.Layout;
import io.inhouse.languagemodel.family.FeedForward.Routing;
import io.inhouse.languagemodel.weights.UnusableModelException;

/** DeepSeek V3's experts, which GLM 4.5 uses too. */
final class CorrectedExperts {
    private CorrectedExperts() {}

    static Experts of(ConfigFile config) {
        config.require("scoring_func", "sigmoid");
        config.require("topk_method", "noaux_tc");
        config.require("moe_layer_freq", "1");
        int chosen = config.positive("num_experts_per_tok");
        int count = config.atLeast("n_routed_experts", chosen);
        int groups = config.positive("n_group", 1);
        int chosenGroups = config.positive("topk_group", 1);
        if (count % groups != 0
                || count / groups < 2
                || chosenGroups > groups
                || chosen > (long) chosenGroups * (count / groups)) {
            throw new UnusableModelException(
                    "config.json: " + chosen + " of " + count + " experts (num_experts_per_tok, "
                            + "n_routed_experts) cannot be chosen from " + chosenGroups + " of " + groups
                            + " groups (topk_group, n_group)");
        }
        int size = config.positive("moe_intermediate_size");
        return new Experts(
                "mlp",
                Layout.NAMED,
                count,
                chosen,
                size,
                "shared_experts",
                size * config.positive("n_shared_experts"),
                Routing.CORRECTED_SIGMOID,
                config.flag("norm_topk_prob", true),
                groups,
                chosenGroups,
                config.number("routed_scaling_factor", 1));
    }
}
