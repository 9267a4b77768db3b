package io.inhouse.audit.sequence;

import org.jspecify.annotations.Nullable;

/**
 * Why a message may not become an entry.
 *
 * @param reason one of the constants here
 */
record Incident(
        String reason,
        String detail,
        @Nullable String stream,
        @Nullable Long seq) {
    /** The message is no envelope with a valid leaf and its content. */
    static final String MALFORMED = "malformed";
    /** Its stream already has another entry with this number: somebody rewrote history. */
    static final String CONTRADICTION = "contradiction";
    /** Another entry has the same id. */
    static final String SAME_ID = "same-id";
    /** The stream does not begin with stream.open, or goes on after stream.close. */
    static final String FRAMING = "framing";

    static Incident of(String reason, String detail, ReceivedEntry entry) {
        return new Incident(reason, detail, entry.stream(), entry.seq());
    }
}
