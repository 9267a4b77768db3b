package io.inhouse.languagemodel.decoder;

import io.inhouse.languagemodel.family.Block;
import io.inhouse.languagemodel.family.ModelConfig;
import io.inhouse.languagemodel.family.WeightTensor;
import io.inhouse.languagemodel.weights.UnusableModelException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the configuration says all that the files hold: a weight that nobody uses means that one of the two lies. */
final class ExpectedTensors {
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)");
    /** Written by old versions of transformers; follows from the configuration. */
    private static final String COMPUTED = "self_attn.rotary_emb.inv_freq";

    private ExpectedTensors() {}

    /** @throws UnusableModelException naming the first tensor too many */
    static void require(ModelConfig config, Set<String> found) {
        Set<String> expected = new HashSet<>();
        for (Block block : config.blocks()) {
            block.weights().stream().map(WeightTensor::name).forEach(expected::add);
        }
        for (String name : found) {
            Matcher layer = LAYER.matcher(name);
            if (!layer.matches() || layer.group(2).equals(COMPUTED)) {
                continue;
            }
            long index = Long.parseLong(layer.group(1));
            if (index >= (long) config.layers() + config.extraLayers()) {
                throw new UnusableModelException("the weights hold " + name + ", but config.json says that there are "
                        + config.layers() + " layers (num_hidden_layers)");
            }
            if (index < config.layers() && !expected.contains(name)) {
                throw new UnusableModelException("the weights hold " + name + ", which a model of type "
                        + config.modelType() + " with this config.json does not have");
            }
        }
    }
}
