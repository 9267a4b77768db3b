package io.inhouse.languagemodel.family;

import java.util.Comparator;
import java.util.List;

/**
 * One linear layer of a decoder block.
 *
 * @param path in Hugging Face's model, for example {@code model.layers.3.self_attn.q_proj}
 * @param out rows of the weight
 * @param in columns of the weight
 * @param weight where its numbers are
 */
public record LinearLayer(String path, long out, long in, WeightTensor weight) {
    /** The linear layers of a block of Llama and its many relatives, in the order in which scripts expect them. */
    public static final List<String> USUAL =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    static LinearLayer of(String path, long out, long in) {
        return new LinearLayer(path, out, in, WeightTensor.whole(path + ".weight", out, in));
    }

    /** The name that recipes and PEFT's target_modules use, for example {@code q_proj}. */
    public String module() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Whether LoRA can adapt it: PEFT sees no linear layer in a slice of stacked experts. */
    public boolean adaptable() {
        return weight.part() == null;
    }

    /** Names of modules in the usual order, others after them. */
    public static Comparator<String> moduleOrder() {
        return Comparator.<String>comparingInt(m -> USUAL.contains(m) ? USUAL.indexOf(m) : USUAL.size())
                .thenComparing(Comparator.naturalOrder());
    }
}
