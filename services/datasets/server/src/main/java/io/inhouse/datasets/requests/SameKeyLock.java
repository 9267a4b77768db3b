package io.inhouse.datasets.requests;

import jakarta.persistence.EntityManager;

/** Lets requests under one idempotency key pass one after the other, so that the second finds what the first made. */
public final class SameKeyLock {
    private SameKeyLock() {}

    /** Waits for the other request; held until the caller's transaction ends. */
    public static void hold(EntityManager database, String project, IdempotencyKey key) {
        database.createNativeQuery(
                        "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))) held", Integer.class)
                .setParameter(1, project + "\n" + key.key())
                .getSingleResult();
    }
}
