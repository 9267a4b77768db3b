package io.inhouse.failures;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a caller is told about. {@code detail} says what was wrong, where, and what to do; it and {@code facts}
 * go out to the caller, so neither may hold personal data, secrets or class names.
 */
public class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final transient Map<String, Object> facts;

    public PlatformException(Failure failure, String detail) {
        this(failure, detail, Map.of(), null);
    }

    public PlatformException(Failure failure, String detail, Map<String, Object> facts) {
        this(failure, detail, facts, null);
    }

    public PlatformException(Failure failure, String detail, Map<String, Object> facts, @Nullable Throwable cause) {
        super(detail, cause);
        this.failure = failure;
        this.facts = Map.copyOf(facts);
    }

    public Failure failure() {
        return failure;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Machine-readable additions, for example {@code param}, {@code line}, {@code retryAfterSeconds}. */
    public Map<String, Object> facts() {
        return facts;
    }
}
