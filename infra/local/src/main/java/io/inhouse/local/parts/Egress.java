package io.inhouse.local.parts;

import io.inhouse.egress.EgressGuard;
import java.util.Map;

/** The operator's list of addresses outside that our processes may connect to; of the launcher's own environment. */
final class Egress {
    private Egress() {}

    static void passOn(Map<String, String> environment) {
        String allowed = System.getenv(EgressGuard.VARIABLE);
        if (allowed != null && !allowed.isBlank()) {
            environment.put(EgressGuard.VARIABLE, allowed);
        }
    }
}
