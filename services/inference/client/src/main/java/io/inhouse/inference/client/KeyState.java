package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Whether an API key works. */
public enum KeyState {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("disabled")
    DISABLED,
    /** Its time is over; it cannot be enabled again. */
    @JsonProperty("expired")
    EXPIRED;

    /** The spelling in JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
