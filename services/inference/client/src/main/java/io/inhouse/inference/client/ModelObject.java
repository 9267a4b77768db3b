package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A model that can be asked: a base model, or the alias of an approved adapter.
 *
 * @param created Unix seconds; of an alias, since when it points to its present adapter
 * @param ownedBy {@code platform}, or the adapter's project
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelObject(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy) {}
