package io.inhouse.identity;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts attempts with wrong keys, per client id and per remote address, in windows that begin with the first attempt. An
 * attempt counts from its beginning, so that many at the same time are no way around; one that turns out right is given
 * back. Bounded in memory: what was longest unseen is forgotten first.
 */
@Singleton
class WrongKeys {
    private final IdentityConfig config;
    private final Clock clock;
    // Guarded by this; longest unseen first.
    private final Map<String, Window> windows = new LinkedHashMap<>(64, 0.75f, true);

    private static final class Window {
        private final Instant ends;
        private int attempts;

        Window(Instant ends) {
            this.ends = ends;
        }
    }

    WrongKeys(IdentityConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** @throws PlatformException {@code TOO_MANY_ATTEMPTS} if there were too many; the attempt is not to be made then */
    synchronized void begin(String clientId, String address) {
        Window client = window("client " + clientId);
        Window remote = window("address " + address);
        if (client.attempts >= config.wrongKeysPerClient()) {
            throw tooMany("Wrong secrets were sent too often for this API key's client id.", client);
        }
        if (remote.attempts >= config.wrongKeysPerAddress()) {
            throw tooMany("Wrong API keys came too often from this address.", remote);
        }
        client.attempts++;
        remote.attempts++;
    }

    /** The attempt was no wrong key. */
    synchronized void giveBack(String clientId, String address) {
        for (String name : new String[] {"client " + clientId, "address " + address}) {
            Window window = windows.get(name);
            if (window != null && window.attempts > 0) {
                window.attempts--;
            }
        }
    }

    private Window window(String name) {
        Instant now = clock.instant();
        Window window = windows.get(name);
        if (window == null || !window.ends.isAfter(now)) {
            window = new Window(now.plus(config.wrongKeyWindow()));
            windows.put(name, window);
            if (windows.size() > config.wrongKeysCounted()) {
                var oldest = windows.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return window;
    }

    private PlatformException tooMany(String what, Window window) {
        long seconds = Math.max(
                1,
                Duration.between(clock.instant(), window.ends).plusMillis(999).toSeconds());
        return new PlatformException(
                Failure.TOO_MANY_ATTEMPTS,
                what + " Try again in " + seconds + " s, with the right key.",
                Map.of("retryAfterSeconds", seconds));
    }
}
