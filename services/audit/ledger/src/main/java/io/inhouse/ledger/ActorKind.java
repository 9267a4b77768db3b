package io.inhouse.ledger;

import java.util.Locale;

/** What acted: a person, an application with a key, one of the platform's services, or the platform itself. */
public enum ActorKind {
    USER,
    APP,
    SERVICE,
    SYSTEM;

    /** The spelling in a leaf. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such kind */
    public static ActorKind of(String code) {
        for (ActorKind kind : values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown actor kind: " + code);
    }
}
