package io.inhouse.local.wiring;

import java.time.Clock;

/** The clock of this machine, for programs; tests bring their own. */
public final class Clocks {
    private Clocks() {}

    public static Clock ofThisMachine() {
        return Clock.systemUTC();
    }
}
