package io.inhouse.failures;

import java.util.Map;

/**
 * What a caller is told: safe to send out.
 *
 * @param status HTTP status; the failure's own unless HTTP knows a more exact one
 * @param detail what was wrong, where, and what to do
 */
record Explanation(Failure failure, int status, String detail, Map<String, Object> facts) {
    Explanation {
        facts = Map.copyOf(facts);
    }

    static Explanation of(Failure failure, String detail) {
        return new Explanation(failure, failure.status(), detail, Map.of());
    }

    static Explanation of(PlatformException exception) {
        return new Explanation(
                exception.failure(), exception.failure().status(), exception.detail(), exception.facts());
    }

    static Explanation internal() {
        return of(
                Failure.INTERNAL,
                "The request was not completed because of a fault on our side. Give the request id to your administrator.");
    }
}
