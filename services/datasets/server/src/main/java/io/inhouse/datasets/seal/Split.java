package io.inhouse.datasets.seal;

import java.util.Locale;

/** What a row is for. */
public enum Split {
    TRAIN,
    TEST;

    /** The spelling in JSON and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such split */
    public static Split of(String code) {
        for (Split split : values()) {
            if (split.code().equals(code)) {
                return split;
            }
        }
        throw new IllegalArgumentException("split is train or test, not " + code);
    }
}
