package io.inhouse.datasets.approval;

import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The decisions about all versions. */
@ApplicationScoped
class Decisions implements PanacheRepositoryBase<DecisionEntity, String> {
    private final Identifiers identifiers;
    private final Clock clock;

    Decisions(Identifiers identifiers, Clock clock) {
        this.identifiers = identifiers;
        this.clock = clock;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(Caller caller, String version, String decision, @Nullable String comment) {
        DecisionEntity entity = new DecisionEntity();
        entity.id = identifiers.next("dec");
        entity.project = caller.project();
        entity.version = version;
        entity.decision = decision;
        entity.decidedBy = caller.subject();
        entity.decidedAt = clock.instant();
        entity.comment = comment;
        persistAndFlush(entity);
    }
}
