package io.inhouse.local.storm;

import java.io.IOException;

/** Something that goes wrong. */
interface Fault {
    /** For people, for example {@code kill kafka}. */
    String name();

    void strike() throws IOException, InterruptedException;

    /** Puts right what {@code up} does not put right. */
    default void mend() throws IOException {}
}
