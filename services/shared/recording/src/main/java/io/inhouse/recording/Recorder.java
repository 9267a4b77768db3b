package io.inhouse.recording;

/**
 * Makes events durable. <em>Recorded</em> means: the outbox row is committed in this service's own database. Callers wait
 * for that and for nothing else; the entry reaches the audit ledger later.
 */
public interface Recorder {
    /**
     * Writes the event in the caller's transaction, so that a change and its entry commit together or not at all. Call
     * it last: it takes the stream's number and holds it until the transaction ends.
     *
     * @return the event's id, {@code evt-…}
     * @throws io.inhouse.failures.PlatformException {@code RECORD_UNAVAILABLE} if the record does not accept entries;
     *     the caller's transaction must then be rolled back
     * @throws IllegalStateException if no transaction is active
     */
    String record(AuditEvent event);

    /**
     * Makes an event durable that belongs to no other change; returns when it is committed (commits are grouped, so
     * that many callers share one flush of the disk).
     *
     * @throws io.inhouse.failures.PlatformException {@code RECORD_UNAVAILABLE} if durability is unknown: the caller
     *     refuses the request
     */
    String recordNow(AuditEvent event);
}
