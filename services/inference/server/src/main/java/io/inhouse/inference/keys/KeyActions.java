package io.inhouse.inference.keys;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is being done to keys. An action is recorded before it is done, together with its row here; an action that did not
 * succeed is recorded a second time, with that outcome. So whatever happens to this process, the record knows of every
 * action, and its row tells the next process what is to be looked after.
 */
@ApplicationScoped
public class KeyActions implements PanacheRepositoryBase<KeyActionEntity, String> {
    static final String CREATE = "key.create";
    private static final String ORDERED = "ordered";
    private static final String DONE = "done";
    private static final String ABANDONED = "abandoned";

    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;

    /** @param isDone of a creation: the key was made and its secret given to whoever ordered it */
    record Action(String id, String key, String type, boolean isDone) {
        boolean creates() {
            return type.equals(CREATE);
        }
    }

    /**
     * A caller's name for an order.
     *
     * @param fingerprint of what was ordered
     */
    record Once(String key, String fingerprint) {}

    KeyActions(Recorder recorder, Identifiers identifiers, Clock clock) {
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What was ordered under this name before.
     *
     * @throws PlatformException {@code CONFLICT} if it was something else
     */
    @Transactional
    Optional<Action> earlier(String project, Once once) {
        KeyActionEntity row = find(
                        "projectId = ?1 and idempotencyKey = ?2 and state <> ?3", project, once.key(), ABANDONED)
                .firstResult();
        if (row == null) {
            return Optional.empty();
        }
        if (!once.fingerprint().equals(row.fingerprint)) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "This Idempotency-Key was used for another order, key " + row.keyId
                            + ". Use a new one for a new order.",
                    Map.of("param", "Idempotency-Key"));
        }
        return Optional.of(value(row));
    }

    /**
     * Records that somebody does something to a key; it may be done when this returns.
     *
     * @param once null unless a creation was given a name, under which nothing may have been ordered
     */
    @Transactional
    Action begin(String type, Caller caller, KeyAccount key, Map<String, Object> content, @Nullable Once once) {
        KeyActionEntity row = new KeyActionEntity();
        row.id = identifiers.next("kact");
        row.keyId = key.id();
        row.projectId = key.project();
        row.type = type;
        row.state = ORDERED;
        row.actor = caller.subject();
        row.actorName = caller.name();
        row.actorKind = caller.kind().name();
        row.orderedAt = clock.instant();
        if (once != null) {
            // Whoever came at the same moment with the same order is done with it by the time the lock is ours.
            getEntityManager()
                    .createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?1, 1)))")
                    .setParameter(1, key.project() + "\n" + once.key())
                    .getSingleResult();
            if (earlier(key.project(), once).isPresent()) {
                throw new PlatformException(
                        Failure.CONFLICT,
                        "The same order arrived a moment ago and is being carried out.",
                        Map.of("param", "Idempotency-Key"));
            }
            row.idempotencyKey = once.key();
            row.fingerprint = once.fingerprint();
        }
        AuditEvent.Builder event = event(row);
        content.forEach(event::content);
        // The stream's number is held from here to the commit, so nothing but the insertion follows.
        row.receipt = recorder.record(event.build());
        persistAndFlush(row);
        return value(row);
    }

    /**
     * It is done. A creation that had a name is remembered.
     *
     * @throws PlatformException {@code UPSTREAM_UNAVAILABLE} if it took so long that it counts as abandoned
     */
    @Transactional
    void done(Action action) {
        long rows = action.creates()
                ? update("state = ?1 where id = ?2 and state = ?3", DONE, action.id(), ORDERED)
                : delete("id", action.id());
        if (rows != 1) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE,
                    "The identity provider took too long, so the action was given up. Look at the key and repeat it.");
        }
        delete("id = ?1 and idempotencyKey is null", action.id());
    }

    /**
     * Records how it ended instead. What a creation may have left behind remains to be removed.
     *
     * @return false if its end is recorded already
     */
    @Transactional
    boolean fail(Action action, Outcome outcome, Map<String, Object> content) {
        KeyActionEntity row = findById(action.id());
        if (row == null) {
            return false;
        }
        AuditEvent.Builder event = event(row).outcome(outcome).content("request", row.receipt);
        content.forEach(event::content);
        long rows = action.creates()
                ? update("state = ?1 where id = ?2 and state = ?3", ABANDONED, action.id(), ORDERED)
                : delete("id", action.id());
        if (rows == 1) {
            recorder.record(event.build());
        }
        return rows == 1;
    }

    /** Nothing is left to be looked after. */
    @Transactional
    void forget(Action action) {
        delete("id = ?1 and state = ?2", action.id(), ABANDONED);
    }

    /** Actions that began before and whose end is not recorded. */
    @Transactional
    List<Action> unfinished(Instant before) {
        return find("state = ?1 and orderedAt < ?2", ORDERED, before).stream()
                .map(KeyActions::value)
                .toList();
    }

    /** Creations that failed; the key may be there all the same. */
    @Transactional
    List<Action> abandoned() {
        return find("state", ABANDONED).stream().map(KeyActions::value).toList();
    }

    private static AuditEvent.Builder event(KeyActionEntity row) {
        Caller caller =
                new Caller(row.actor, row.actorName, Caller.Kind.valueOf(row.actorKind), row.projectId, Set.of(), null);
        return AuditEvent.of(row.type).by(caller).object("api-key", row.keyId);
    }

    private static Action value(KeyActionEntity row) {
        return new Action(row.id, row.keyId, row.type, row.state.equals(DONE));
    }
}
