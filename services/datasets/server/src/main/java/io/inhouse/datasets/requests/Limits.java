package io.inhouse.datasets.requests;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code limit} of a list. */
public final class Limits {
    private Limits() {}

    /** @throws PlatformException {@code INVALID_REQUEST} if it is not between 1 and {@code most} */
    public static int of(@Nullable Integer limit, int usual, int most) {
        if (limit == null) {
            return usual;
        }
        if (limit < 1 || limit > most) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "limit is between 1 and " + most + ", not " + limit + ".",
                    Map.of("param", "limit"));
        }
        return limit;
    }
}
