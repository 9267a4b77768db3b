package io.inhouse.failures;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away or cannot write, which passes, from one that refuses what it was asked, which is our fault.
 * By SQLSTATE (PostgreSQL's manual, appendix A); one that did not come from the server has none.
 */
final class DatabaseExplanation {
    private static final Set<String> CONNECTION_AND_RESOURCES_AND_SYSTEM = Set.of("08", "53", "58");
    /** Shut down by an administrator, crashed, still starting. */
    private static final String ENDING_OR_STARTING = "57P";

    private DatabaseExplanation() {}

    /** Empty unless a database that is not available is the cause. */
    static Optional<Explanation> of(Throwable thrown) {
        return isAway(thrown, Collections.newSetFromMap(new IdentityHashMap<>()))
                ? Optional.of(new Explanation(
                        Failure.UPSTREAM_UNAVAILABLE,
                        Failure.UPSTREAM_UNAVAILABLE.status(),
                        "This service's database is not available, so it is not known whether the request was carried out."
                                + " Send it again in a few seconds, under the same Idempotency-Key if it creates something.",
                        Map.of("retryAfterSeconds", 5)))
                : Optional.empty();
    }

    private static boolean isAway(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return false;
        }
        if (thrown instanceof SQLException sql && passes(sql.getSQLState())) {
            return true;
        }
        // A transaction manager keeps what went wrong at the commit beside what it throws.
        for (Throwable beside : thrown.getSuppressed()) {
            if (isAway(beside, seen)) {
                return true;
            }
        }
        return isAway(thrown.getCause(), seen);
    }

    private static boolean passes(@Nullable String state) {
        return state == null
                || state.length() != 5
                || CONNECTION_AND_RESOURCES_AND_SYSTEM.contains(state.substring(0, 2))
                || state.startsWith(ENDING_OR_STARTING);
    }
}
