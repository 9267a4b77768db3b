package io.inhouse.failures;

import java.util.LinkedHashMap;
import java.util.Map;

/** RFC 9457 problem details. The facts become members beside the standard ones. */
final class ProblemRenderer {
    static final String MEDIA_TYPE = "application/problem+json";

    private ProblemRenderer() {}

    static Map<String, Object> render(Explanation explanation, String requestId) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:inhouse:failure:" + explanation.failure().code());
        problem.put("title", explanation.failure().title());
        problem.put("status", explanation.status());
        problem.put("detail", explanation.detail());
        problem.put("code", explanation.failure().code());
        problem.put("requestId", requestId);
        explanation.facts().forEach(problem::putIfAbsent);
        return problem;
    }
}
