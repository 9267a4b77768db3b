package io.inhouse.egress.start;

import io.inhouse.egress.EgressGuard;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Main class of every server: nothing of Quarkus runs before the guard is in force. */
@QuarkusMain
public final class GuardedProgram {
    private GuardedProgram() {}

    public static void main(String... arguments) {
        EgressGuard.install();
        Quarkus.run(arguments);
    }
}
