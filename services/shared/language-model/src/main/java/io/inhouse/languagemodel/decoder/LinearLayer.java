package io.inhouse.languagemodel.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The linear layers of one decoder block, in the order in which the scripts expect them. LoRA can adapt each of them. */
public enum LinearLayer {
    QUERY("q_proj", "self_attn"),
    KEY("k_proj", "self_attn"),
    VALUE("v_proj", "self_attn"),
    OUTPUT("o_proj", "self_attn"),
    GATE("gate_proj", "mlp"),
    UP("up_proj", "mlp"),
    DOWN("down_proj", "mlp");

    private final String module;
    private final String parent;

    LinearLayer(String module, String parent) {
        this.module = module;
        this.parent = parent;
    }

    /** The name that recipes and PEFT's target_modules use, for example {@code q_proj}. */
    public String module() {
        return module;
    }

    /** The path in Hugging Face's model, for example {@code model.layers.3.self_attn.q_proj}. */
    public String path(int layer) {
        return "model.layers." + layer + "." + parent + "." + module;
    }

    public long in(ModelConfig config) {
        return switch (this) {
            case QUERY, KEY, VALUE, GATE, UP -> config.hiddenSize();
            case OUTPUT -> (long) config.heads() * config.headDimension();
            case DOWN -> config.intermediateSize();
        };
    }

    public long out(ModelConfig config) {
        return switch (this) {
            case QUERY -> (long) config.heads() * config.headDimension();
            case KEY, VALUE -> (long) config.keyValueHeads() * config.headDimension();
            case OUTPUT, DOWN -> config.hiddenSize();
            case GATE, UP -> config.intermediateSize();
        };
    }

    public static Optional<LinearLayer> named(String module) {
        return Arrays.stream(values()).filter(l -> l.module.equals(module)).findFirst();
    }

    /** Every name a recipe may use. */
    public static List<String> modules() {
        return Arrays.stream(values()).map(LinearLayer::module).toList();
    }
}
