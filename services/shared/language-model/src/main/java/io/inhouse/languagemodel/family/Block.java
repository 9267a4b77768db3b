package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.family.Attention.Grouped;
import io.inhouse.languagemodel.family.Attention.HeadNorm;
import io.inhouse.languagemodel.family.Attention.Rotation;
import io.inhouse.languagemodel.family.FeedForward.Gated;
import java.util.ArrayList;
import java.util.List;

/**
 * One decoder block: x + attention(norm(x)), then the same with the feed-forward.
 *
 * @param path in Hugging Face's model, for example {@code model.layers.3}
 */
public record Block(String path, int hiddenSize, Attention attention, FeedForward feedForward) {
    /** Attention's, then the feed-forward's. Number m has weight 2 + m of {@link #weights}. */
    public List<LinearLayer> linears() {
        List<LinearLayer> linears = new ArrayList<>(attention.linears(path + ".self_attn", hiddenSize));
        linears.addAll(feedForward.linears(path, hiddenSize));
        return linears;
    }

    /** Input norm, feed-forward norm, linear layers, then biases, norms of heads, routers. */
    public List<WeightTensor> weights() {
        List<WeightTensor> weights = new ArrayList<>();
        weights.add(WeightTensor.whole(path + ".input_layernorm.weight", hiddenSize));
        weights.add(WeightTensor.whole(path + ".post_attention_layernorm.weight", hiddenSize));
        linears().forEach(linear -> weights.add(linear.weight()));
        weights.addAll(attention.extras(path + ".self_attn", hiddenSize));
        weights.addAll(feedForward.extras(path, hiddenSize));
        return weights;
    }

    /** Weights of linear layers that one token is multiplied with; norms, biases and routers are left out. */
    public long activeParameters() {
        return attention.linears(path, hiddenSize).stream()
                        .mapToLong(l -> l.in() * l.out())
                        .sum()
                + feedForward.activeParameters(hiddenSize);
    }

    /** Whether it is the block of Llama and nothing more, for which the trainer has a backward pass written out. */
    public boolean isPlain(int rotaryDimension) {
        return feedForward instanceof Gated
                && attention instanceof Grouped g
                && !g.bias()
                && !g.outputBias()
                && g.norm() == HeadNorm.NONE
                && g.rotation() == Rotation.HALVES
                && g.headDimension() == rotaryDimension
                && g.window() == 0
                && g.chunk() == 0
                && g.temperature().scale() == 0;
    }
}
