package io.inhouse.datasets.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What happens to personal data that is found at upload. */
public enum PersonalDataAction {
    /** It is replaced by its type, for example {@code [EMAIL]}. */
    @JsonProperty("mask")
    MASK,
    /** It is replaced by a token that is the same for the same value throughout a project, {@code [EMAIL-K7Q2M4XA3B]}. */
    @JsonProperty("pseudonym")
    PSEUDONYM,
    /** The whole row is set aside. */
    @JsonProperty("block")
    BLOCK,
    /** It stays as it is; the finding is kept. */
    @JsonProperty("keep")
    KEEP;

    /** The spelling in JSON and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such action */
    public static PersonalDataAction of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
