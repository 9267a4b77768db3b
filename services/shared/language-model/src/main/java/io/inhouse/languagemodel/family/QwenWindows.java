package io.inhouse.languagemodel.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.languagemodel.weights.UnusableModelException;

/**
 * Which blocks of a dense Qwen see only a window: those that {@code layer_types} names, or those from
 * {@code max_window_layers} on, and none unless {@code use_sliding_window}.
 */
record QwenWindows(JsonNode layerTypes, int window, int firstLayer) {
    static QwenWindows of(ConfigFile config) {
        boolean used = config.flag("use_sliding_window", false);
        JsonNode types = config.node("layer_types");
        types.forEach(type -> {
            if (!type.asText().equals("full_attention") && !type.asText().equals("sliding_attention")) {
                throw new UnusableModelException("config.json: layer_types has " + type
                        + "; supported are full_attention and sliding_attention");
            }
        });
        return new QwenWindows(types, used ? config.window() : 0, config.natural("max_window_layers"));
    }

    int of(int layer) {
        boolean sliding = layerTypes.isArray()
                ? layerTypes.path(layer).asText().equals("sliding_attention")
                : layer >= firstLayer;
        return sliding ? window : 0;
    }
}
