package io.inhouse.portal.keys;

import jakarta.ws.rs.NotFoundException;
import java.util.Locale;

/** What is done to a key only after the question whether it is meant. */
public enum KeyAction {
    DISABLE,
    ENABLE,
    ROTATE;

    /** The spelling in addresses. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws NotFoundException if there is no such action */
    static KeyAction of(String code) {
        for (KeyAction action : values()) {
            if (action.code().equals(code)) {
                return action;
            }
        }
        throw new NotFoundException();
    }
}
