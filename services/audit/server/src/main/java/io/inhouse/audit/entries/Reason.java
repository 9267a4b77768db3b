package io.inhouse.audit.entries;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why somebody reads what is protected. */
public final class Reason {
    private static final int MAX_LENGTH = 1_000;

    private Reason() {}

    /** @throws PlatformException {@code INVALID_REQUEST} if there is no reason, or none that can be kept */
    public static String of(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > MAX_LENGTH) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The member reason says why, in 1 to " + MAX_LENGTH + " characters; it becomes part of the record.",
                    Map.of("param", "reason"));
        }
        return reason;
    }
}
