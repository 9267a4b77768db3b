package io.inhouse.datasets.requests;

import io.inhouse.datasets.encryption.Hashing;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A caller's name for a creating request, so that repeating it creates nothing twice.
 *
 * @param fingerprint of what was asked for; the same key for another request is a mistake
 */
public record IdempotencyKey(String key, String fingerprint) {
    private static final int LONGEST = 200;

    /**
     * Null if the caller sent no key.
     *
     * @throws PlatformException {@code INVALID_REQUEST} for a key that is blank or too long
     */
    public static @Nullable IdempotencyKey of(@Nullable String header, Object... request) {
        if (header == null) {
            return null;
        }
        if (header.isBlank() || header.length() > LONGEST) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The header Idempotency-Key has 1 to " + LONGEST + " characters, not " + header.length() + ".",
                    Map.of("param", "Idempotency-Key"));
        }
        StringBuilder text = new StringBuilder();
        for (Object part : request) {
            text.append(part).append('\n');
        }
        return new IdempotencyKey(header, HexFormat.of().formatHex(Hashing.sha256(Hashing.utf8(text.toString()))));
    }

    /** @throws PlatformException {@code CONFLICT} if the stored request was another one */
    public void requireSame(@Nullable String storedFingerprint) {
        if (!fingerprint.equals(storedFingerprint)) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The Idempotency-Key was used before for a different request. Use a new key for a new request.",
                    Map.of("param", "Idempotency-Key"));
        }
    }
}
