package io.inhouse.inference.keys;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * When each key was last used. Noted in memory while calls are answered and written down from time to time, so no call
 * waits for it; a process that is killed loses what it noted since.
 */
@ApplicationScoped
public class KeyUses {
    private static final Logger LOG = Logger.getLogger(KeyUses.class);

    private final KeyUseTable table;
    private final Clock clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    KeyUses(KeyUseTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** @param key the client id, whatever made it */
    void note(String key) {
        noted.put(key, clock.instant());
    }

    /** Key to its last use; those that were never used are missing. */
    Map<String, Instant> of(Collection<String> keys) {
        Map<String, Instant> uses = new HashMap<>(table.of(keys));
        for (String key : keys) {
            Instant fresh = noted.get(key);
            if (fresh != null) {
                uses.merge(key, fresh, (first, second) -> first.isAfter(second) ? first : second);
            }
        }
        return uses;
    }

    @Scheduled(
            every = "${inhouse.api-keys.last-use-every:1M}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void write() {
        Map<String, Instant> written = Map.copyOf(noted);
        if (written.isEmpty()) {
            return;
        }
        try {
            table.write(written);
            written.forEach(noted::remove);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The last uses of keys could not be written down keys=%d reason=%s",
                    written.size(), e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        write();
    }
}
