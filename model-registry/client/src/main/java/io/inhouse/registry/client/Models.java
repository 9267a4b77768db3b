package io.inhouse.registry.client;

import java.util.List;

/** Base models, and the adapters of the caller's project; newest first. */
public record Models(List<BaseModel> baseModels, List<Adapter> adapters) {
    public Models {
        baseModels = List.copyOf(baseModels);
        adapters = List.copyOf(adapters);
    }
}
