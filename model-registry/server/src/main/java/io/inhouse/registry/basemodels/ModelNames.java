package io.inhouse.registry.basemodels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Base models and aliases are asked by name alike, so a name is one or the other. */
@ApplicationScoped
public class ModelNames {
    private final EntityManager database;

    ModelNames(EntityManager database) {
        this.database = database;
    }

    /** Waits for whoever is giving this name to something; held until the caller's transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void hold(String name) {
        database.createNativeQuery(
                        "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))) held", Integer.class)
                .setParameter(1, name)
                .getSingleResult();
    }

    /** Whether the name is an alias in any project: base models are seen by all of them. */
    @Transactional
    boolean isAlias(String name) {
        return (Boolean)
                database.createNativeQuery("SELECT EXISTS (SELECT 1 FROM model_alias WHERE name = ?1)", Boolean.class)
                        .setParameter(1, name)
                        .getSingleResult();
    }
}
