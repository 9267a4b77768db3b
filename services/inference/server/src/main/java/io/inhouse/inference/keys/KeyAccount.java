package io.inhouse.inference.keys;

import io.inhouse.inference.client.KeyDescription;
import io.inhouse.inference.client.KeyState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as the identity provider keeps it.
 *
 * @param handle the identity provider's own id of the client
 * @param id the client id, as it stands in the key
 * @param createdBy name of who made it
 */
record KeyAccount(
        String handle, String id, String name, KeyGrant grant, boolean enabled, Instant createdAt, String createdBy) {

    String project() {
        return grant.project();
    }

    boolean isExpired(Instant now) {
        Instant end = grant.expiresAt();
        return end != null && !end.isAfter(now);
    }

    KeyAccount with(KeyGrant other) {
        return new KeyAccount(handle, id, name, other, enabled, createdAt, createdBy);
    }

    KeyAccount withEnabled(boolean other) {
        return new KeyAccount(handle, id, name, grant, other, createdAt, createdBy);
    }

    KeyDescription described(Instant now, @Nullable Instant lastUsedAt) {
        KeyState state = !enabled ? KeyState.DISABLED : isExpired(now) ? KeyState.EXPIRED : KeyState.ACTIVE;
        return new KeyDescription(
                id,
                project(),
                name,
                grant.purpose(),
                grant.models(),
                state,
                createdAt,
                createdBy,
                grant.expiresAt(),
                lastUsedAt);
    }
}
