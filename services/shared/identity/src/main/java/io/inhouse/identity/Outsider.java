package io.inhouse.identity;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a valid token who was refused before the call had a caller: not a member of the project they named, or of
 * any.
 *
 * @param caller who they are, without project and roles
 * @param project the project they asked for; null if they named none
 */
public record Outsider(Caller caller, @Nullable String project) {
    static final String KEY = "inhouse.outsider";

    /** Empty if the call was not refused for this reason. */
    public static Optional<Outsider> of(RoutingContext call) {
        return Optional.ofNullable(call.get(KEY));
    }
}
