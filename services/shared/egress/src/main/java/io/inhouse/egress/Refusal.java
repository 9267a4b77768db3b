package io.inhouse.egress;

import java.util.List;

/**
 * A connection that was not opened.
 *
 * @param host as it was asked for: a name, or an address
 * @param addresses what the name stands for, or the address again
 */
public record Refusal(String host, List<String> addresses) {
    public Refusal {
        addresses = List.copyOf(addresses);
    }

    /** What was refused, why, and what to do. */
    public String message() {
        String target = addresses.equals(List.of(host)) ? host : host + " (" + String.join(", ", addresses) + ")";
        return "No connection to " + target + ": it is neither loopback nor private nor allowed. If it belongs to your"
                + " organisation, add it to " + EgressGuard.SETTING + " (in the environment " + EgressGuard.VARIABLE
                + ").";
    }
}
