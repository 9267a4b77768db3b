package io.inhouse.registry.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An adapter is registered, then approved or rejected; an approved one may be retired. It serves only while approved. */
public enum AdapterState {
    REGISTERED,
    APPROVED,
    REJECTED,
    RETIRED;

    /** The spelling in JSON and in the database. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such state */
    @JsonCreator
    public static AdapterState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
