package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** The models that the caller may ask. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelList(String object, List<ModelObject> data) {
    public ModelList {
        data = List.copyOf(data);
    }
}
