package io.inhouse.inference.keys;

import io.inhouse.inference.keys.KeyActions.Action;
import io.inhouse.ledger.Outcome;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks after actions that did not come to their end, because the identity provider or a process of ours went away: their
 * end is recorded, with what the key is now, and a key that was made but given to nobody is taken away.
 */
@ApplicationScoped
public class KeyLeftovers {
    private static final Logger LOG = Logger.getLogger(KeyLeftovers.class);

    private final KeyAccounts accounts;
    private final KeyActions actions;
    private final KeysConfig config;
    private final Clock clock;

    KeyLeftovers(KeyAccounts accounts, KeyActions actions, KeysConfig config, Clock clock) {
        this.accounts = accounts;
        this.actions = actions;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${inhouse.api-keys.leftovers-every:30S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void collect() {
        try {
            for (Action action : actions.unfinished(clock.instant().minus(config.abandonedAfter()))) {
                actions.fail(action, Outcome.INTERRUPTED, action.creates() ? Map.of() : present(action));
                LOG.infof("An action on a key was recorded as interrupted key=%s type=%s", action.key(), action.type());
            }
            for (Action action : actions.abandoned()) {
                accounts.remove(action.key());
                actions.forget(action);
            }
        } catch (RuntimeException e) {
            // Tried again; the database or the identity provider may be away for longer.
            LOG.warnf("Actions on keys could not be looked after reason=%s", e.getMessage());
        }
    }

    private Map<String, Object> present(Action action) {
        Map<String, Object> present = new LinkedHashMap<>();
        Optional<KeyAccount> key = accounts.find(action.key());
        present.put("exists", key.isPresent());
        key.ifPresent(known -> {
            present.put("enabled", known.enabled());
            present.put("purpose", known.grant().purpose());
            present.put("models", known.grant().models());
        });
        return present;
    }
}
