package io.inhouse.languagemodel.family;

import io.inhouse.languagemodel.weights.UnusableModelException;
import java.util.List;

/** Every family that is known. */
public final class Families {
    private static final List<Family> ALL = List.of(
            new LlamaFamily(),
            new MistralFamily(),
            new Qwen2Family(),
            new Qwen3Family(),
            new MixtralFamily(),
            new Qwen3MoeFamily(),
            new Llama4Family(),
            new DeepseekV3Family(),
            new Glm4MoeFamily());

    private Families() {}

    /** The values of {@code model_type} that are understood. */
    public static List<String> supported() {
        return ALL.stream().map(Family::modelType).toList();
    }

    static Family of(String modelType) {
        return ALL.stream()
                .filter(f -> f.modelType().equals(modelType))
                .findFirst()
                .orElseThrow(() -> new UnusableModelException("config.json: model_type " + modelType
                        + " is not supported; supported are " + String.join(", ", supported())));
    }
}
