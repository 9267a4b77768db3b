package io.inhouse.audit.client;

/**
 * Where a stream stands.
 *
 * @param entries that are in the log
 * @param lastIndex place of the last of them
 * @param held entries that wait for one that has not arrived
 */
public record StreamStatus(String stream, String service, long entries, long lastIndex, State state, long held) {
    /** {@code INTERRUPTED}: not closed, and a later process of the same service opened another stream. */
    public enum State {
        OPEN,
        CLOSED,
        INTERRUPTED
    }
}
