package io.inhouse.datasets.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * The life of a version: draft, then sealed, then approved or rejected; sealed or approved, then withdrawn. Only an
 * approved version can be trained on, and only a draft can change.
 */
public enum VersionState {
    @JsonProperty("draft")
    DRAFT,
    @JsonProperty("sealed")
    SEALED,
    @JsonProperty("approved")
    APPROVED,
    @JsonProperty("rejected")
    REJECTED,
    @JsonProperty("withdrawn")
    WITHDRAWN;

    /** The spelling in JSON and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such state */
    public static VersionState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
