package io.inhouse.ledger;

import java.util.Locale;

/** How the recorded action ended. */
public enum Outcome {
    SUCCESS,
    DENIED,
    FAILED,
    INTERRUPTED;

    /** The spelling in a leaf. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such outcome */
    public static Outcome of(String code) {
        for (Outcome outcome : values()) {
            if (outcome.code().equals(code)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("unknown outcome: " + code);
    }
}
